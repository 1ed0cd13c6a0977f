"""Online geocoders behind the port `indexer.geocode`; off unless a maintainer names one."""
