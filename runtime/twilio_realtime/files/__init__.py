"""Files: uploaded from many kinds of source, downloaded to names that are safe."""
