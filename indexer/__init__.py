"""Sources to archive to index: the jobs of telusur."""
