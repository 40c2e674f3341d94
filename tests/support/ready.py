"""Running a program as a fork of one that is loaded already, by ready.cpp; nearly all time of a short run goes into loading libraries.

Where QITU_READY_LIBRARY does not name the built library, each run loads the program anew; what comes of it is the same.
"""
import array
import atexit
import os
import signal
import socket
import struct
import subprocess
import tempfile

LIBRARY = os.environ.get("QITU_READY_LIBRARY")
idle = []  # started processes; each gives one answer at a time


class Started:
    def __init__(self, program):
        self.door, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen([program], pass_fds=[theirs.fileno()],
                                            env={**os.environ, "LD_PRELOAD": LIBRARY, "QITU_READY": str(theirs.fileno())})

    def close(self):
        self.door.close()
        self.process.wait()

    def number(self):
        got = self.door.recv(4, socket.MSG_WAITALL)
        if len(got) < 4:
            raise RuntimeError("the started process has ended")
        return struct.unpack("i", got)[0]

    def begin(self, words, folder, environment, streams):
        """The number of the process that runs `words`."""
        strings = [folder, str(len(words)), *words, *(f"{name}={value}" for name, value in environment.items())]
        text = b"".join(os.fsencode(string) + b"\0" for string in strings)
        self.door.settimeout(None)
        self.door.sendmsg([struct.pack("I", len(text))],
                          [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [stream.fileno() for stream in streams]))])
        self.door.sendall(text)
        return self.number()

    def status(self, process, seconds):
        self.door.settimeout(seconds)
        try:
            return os.waitstatus_to_exitcode(self.number())
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            raise subprocess.TimeoutExpired(str(process), seconds) from None


@atexit.register
def end():
    """Ends what was started; from then on its processes count as this one's children."""
    while idle:
        idle.pop().close()


def text_of(stream):
    stream.seek(0)
    return stream.read().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")  # as subprocess gives text


def run(words, folder, environment, seconds=600):
    """Like subprocess.run(): the command's status and what it printed, as text."""
    if not LIBRARY:
        return subprocess.run(words, cwd=folder, env=environment, text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=seconds)
    started = idle.pop() if idle else Started(words[0])
    with open(os.devnull, "rb") as nothing, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = started.begin(words, folder, environment, (nothing, out, err))
        status = started.status(process, seconds)
        result = subprocess.CompletedProcess(words, status, text_of(out), text_of(err))
    idle.append(started)
    return result
