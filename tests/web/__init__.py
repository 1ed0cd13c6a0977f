"""A small web on loopback: invented clinics, and every bad behaviour a crawler must survive."""
