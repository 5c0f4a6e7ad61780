"""The database below everything: a server that was named, or one of our own from a wheel."""

from renshe.edge.database.cluster import Cluster, DatabaseFailed
from renshe.edge.database.serving import database_up

__all__ = ["Cluster", "DatabaseFailed", "database_up"]
