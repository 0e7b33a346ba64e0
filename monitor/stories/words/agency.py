"""Agencies as datelines, credits and headlines name them."""

AGENCY = (
    r"reuters|ap|afp|afp-jiji|upi|dpa|tass|itar-tass|interfax|interfax\.ru|sputnik|xinhua|yonhap|"
    r"kyodo(?:\s+news)?|jiji(?:\s+press)?|bloomberg|cnn|bbc|efe|ansa|pti|ani|aap|nhk|"
    r"associated\s+press|anadolu|ukrinform|belta|kcna|mainichi|тасс|риа\s+новости|риа|"
    r"интерфакс|интерфакс\s*-\s*дальний\s+восток|прайм|регнум|共同|時事|ロイター|共同通信|時事通信"
)
