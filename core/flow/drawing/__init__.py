"""A flow as a picture: boxes and branches as terminal lines, as SVG and as Mermaid."""
