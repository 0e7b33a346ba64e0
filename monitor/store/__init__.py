"""What is remembered: one database, its tables, and one small class for every user of it."""
