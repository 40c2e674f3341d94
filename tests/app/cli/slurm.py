"""A Slurm of one's own: two nodes on this machine, with a munge of their own, in a folder of their own; gone when it is closed.

Nothing of the machine's own Slurm or munge is read, used or stopped."""
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time

PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"
NODES = ("node1", "node2")
CONFIGURATION = """
ClusterName=qitu
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,batch_sched_delay=0,sched_min_interval=0
SlurmdParameters=config_overrides
ReturnToService=2
MpiDefault=none
MailProg=/bin/true
NodeName=node1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1 State=UNKNOWN
NodeName=node2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1 State=UNKNOWN
PartitionName=all Nodes=node1,node2 Default=YES MaxTime=INFINITE State=UP
"""


def missing():
    """Programs that are not installed."""
    return [program for program in ("munged", "slurmctld", "slurmd", "sbatch", "sinfo") if not shutil.which(program, path=PATH)]


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Cluster:
    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="qitu-slurm-")
        self.folder = self.temporary.name
        os.chmod(self.folder, 0o755)  # munge wants that all may go to its socket
        self.running = []
        try:
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self):
        configuration = os.path.join(self.folder, "slurm.conf")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(host=socket.gethostname().split(".")[0], user=getpass.getuser(), folder=self.folder,
                                            ports=free_ports(3)))
        for name in ("state", *(f"spool-{node}" for node in NODES)):
            os.mkdir(os.path.join(self.folder, name))
        self.environment = dict(os.environ, PATH=PATH, SLURM_CONF=configuration)
        self.start_munge()
        self.daemon("slurmctld", "-D", "-f", configuration)
        for node in NODES:
            self.daemon("slurmd", "-D", "-N", node, "-f", configuration)
        self.wait(lambda: self.told("sinfo", "-h", "-N", "-o", "%T").split() == ["idle"] * len(NODES), "two idle nodes", 60)

    def start_munge(self):
        key = os.path.join(self.folder, "munge.key")
        with open(os.open(key, os.O_WRONLY | os.O_CREAT, 0o400), "wb") as file:
            file.write(os.urandom(1024))
        at = lambda name: os.path.join(self.folder, name)
        self.daemon("munged", "--foreground", "--num-threads=2", f"--socket={at('munge.socket')}", f"--key-file={key}",
                    f"--pid-file={at('munge.pid')}", f"--log-file={at('munge.log')}", f"--seed-file={at('munge.seed')}")
        self.wait(lambda: os.path.exists(at("munge.socket")), "munge's socket", 20)

    def daemon(self, *words):
        log = open(os.path.join(self.folder, f"{words[0]}-{len(self.running)}.out"), "w", encoding="utf-8")
        with log:
            self.running.append(subprocess.Popen(words, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log))

    def told(self, *words):
        """What a command of Slurm prints; "" where it fails."""
        done = subprocess.run(words, env=self.environment, text=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
        return done.stdout if done.returncode == 0 else ""

    def wait(self, holds, what, seconds):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end or any(each.poll() is not None for each in self.running):
                raise RuntimeError(f"Slurm: no {what}.\n{self.logs()}")
            time.sleep(0.2)

    def wait_for_jobs(self, seconds=180):
        """Until none waits or runs."""
        self.wait(lambda: self.ended(), "end of the jobs", seconds)

    def ended(self):
        done = subprocess.run(["squeue", "-h"], env=self.environment, text=True, capture_output=True, timeout=60)
        return done.returncode == 0 and not done.stdout.strip()

    def logs(self):
        texts = []
        for name in sorted(os.listdir(self.folder)):
            if name.endswith((".log", ".out")):
                with open(os.path.join(self.folder, name), encoding="utf-8", errors="replace") as file:
                    texts.append(f"--- {name}\n" + "".join(file.readlines()[-15:]))
        return "\n".join(texts)

    def close(self):
        for each in reversed(self.running):
            each.terminate()
        for each in self.running:
            try:
                each.wait(30)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()
        self.temporary.cleanup()
