"""How fast csmedia is, in ratios to other things done with the same posts in the same run."""
