"""The map beside a list: drawn by us as SVG, from packaged outlines; nobody else is asked."""
