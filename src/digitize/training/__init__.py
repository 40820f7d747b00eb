"""Models of the page, fitted to pages whose articles are known. Nothing here is imported where pages are read."""
