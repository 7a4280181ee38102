"""What the files of a policy may say, and how their terms and frames are read."""
