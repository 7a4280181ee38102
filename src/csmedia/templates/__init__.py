"""What `csmedia new` writes from; each file is a `string.Template`."""
