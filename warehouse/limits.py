"""What a process of its own may take that reads a file from outside: a hostile one must not bring the dashboard down."""

MEMORY = 3 << 30


def limit_memory() -> None:
    """Let this process have so much and no more."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        return  # a system without such limits reads without them
