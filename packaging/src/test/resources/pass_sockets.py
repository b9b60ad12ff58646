"""Does what a service manager does: listens, and starts brokerd with the listening sockets.

usage: pass_sockets.py TCP_PORT_FILE UNIX_SOCKET COMMAND...
Each line on standard input starts one more brokerd on the same sockets; its process id is printed.
"""
import os
import signal
import socket
import sys

# A daemon that ends leaves nothing to be waited for.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
port_file, path, command = sys.argv[1], sys.argv[2], sys.argv[3:]
tcp = socket.socket(socket.AF_INET)
tcp.bind(("127.0.0.1", 0))
tcp.listen(1024)
unix = socket.socket(socket.AF_UNIX)
unix.bind(path)
os.chmod(path, 0o600)
unix.listen(1024)
with open(port_file + ".new", "w") as out:
    out.write(str(tcp.getsockname()[1]))
os.rename(port_file + ".new", port_file)

for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # High numbers first: 3 and 4 may be in use by these very sockets.
        copies = [os.dup2(one.fileno(), 50 + i) for i, one in enumerate((tcp, unix))]
        for i, copy in enumerate(copies):
            os.dup2(copy, 3 + i, inheritable=True)
        for copy in copies:
            os.close(copy)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES="tcp:unix")
        os.execv(command[0], command)
    print(child, flush=True)
