"""What the words of news mean: tables of outcomes, countries, units, zones, agencies, synonyms."""
