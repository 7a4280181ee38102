"""The version of this package; the build reads it here, and so does ``csmedia --version``, which imports nothing else."""

VERSION = "0.1.0"
