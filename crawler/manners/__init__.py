"""How we behave on others' sites: one Scrapy component a rule; no option turns one off."""
