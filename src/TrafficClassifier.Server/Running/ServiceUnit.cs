namespace TrafficClassifier.Server.Running;

/// <summary>
/// The daemon's unit for systemd 252 (Debian 12) and later. It is root nowhere: a user of its own gets CAP_NET_RAW and CAP_BPF as ambient
/// capabilities, and the daemon gives them up once its sockets are open (<see cref="Capture.Live.Rights.Privileges"/>).
/// </summary>
internal static class ServiceUnit
{
    public const string FileName = "traffic-classifier.service", User = "traffic-classifier";

    /// <param name="program">The native build, or a launcher.</param>
    /// <param name="config">Of the daemon.</param>
    /// <param name="hasXdp">With the rights to attach an XDP program.</param>
    public static string Text(string program, string config, bool hasXdp)
    {
        var rights = hasXdp ? "CAP_NET_RAW CAP_BPF CAP_NET_ADMIN CAP_PERFMON" : "CAP_NET_RAW CAP_BPF";
        return $"""
            # Made by 'traffic install-service'. Keep changes in {FileName}.d/*.conf: 'systemctl edit traffic-classifier'.
            [Unit]
            Description=TrafficClassifier: how many different staff used which site
            Documentation=file:{config}
            Wants=network.target
            After=network.target time-sync.target

            [Service]
            Type=notify
            ExecStart={Quoted(program)} run --config {Quoted(config)}
            User={User}
            Group={User}
            # What opening a capture takes; the daemon gives it up when its sockets are open.
            AmbientCapabilities={rights}
            CapabilityBoundingSet={rights}
            NoNewPrivileges=yes
            # Keeps up with the wire also while backups run.
            Nice=-10
            Restart=on-failure
            RestartSec=2
            TimeoutStopSec=60
            # Fed by the thread that counts, twice a second.
            WatchdogSec=30
            # Rings and eBPF maps are locked memory.
            LimitMEMLOCK=infinity
            MemoryMax=4G
            TasksMax=512
            # The store; the configuration names it as /var/lib/traffic-classifier.
            StateDirectory=traffic-classifier
            StateDirectoryMode=0700
            RuntimeDirectory=traffic-classifier
            UMask=0077
            ProtectSystem=strict
            ProtectHome=yes
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectClock=yes
            ProtectControlGroups=yes
            ProtectHostname=yes
            ProtectKernelLogs=yes
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            ProtectProc=invisible
            LockPersonality=yes
            RemoveIPC=yes
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            RestrictAddressFamilies=AF_PACKET AF_NETLINK AF_UNIX AF_INET AF_INET6
            SystemCallArchitectures=native
            SystemCallFilter=@system-service
            SystemCallFilter=~@privileged @resources
            # Filters are loaded, capabilities given up, threads placed.
            SystemCallFilter=bpf capset sched_setaffinity sched_setscheduler setpriority
            SystemCallErrorNumber=EPERM

            [Install]
            WantedBy=multi-user.target

            """;
    }

    /// <summary>Lines to type, in order.</summary>
    public static IEnumerable<string> LeftToDo(string config)
    {
        yield return $"useradd --system --no-create-home --shell /usr/sbin/nologin {User}";
        if (!File.Exists(config))
        {
            yield return $"install -d -g {User} -m 0750 {Path.GetDirectoryName(config)} && traffic run --print-config > {config}   # then name an interface in it";
        }
        yield return $"traffic check --config {config}";
        yield return "systemctl daemon-reload && systemctl enable --now traffic-classifier";
    }

    /// <summary>systemd.service(5), command lines: a percent sign is doubled, white space is quoted.</summary>
    private static string Quoted(string path)
    {
        var text = path.Replace("%", "%%", StringComparison.Ordinal);
        return text.Any(char.IsWhiteSpace) || text.Contains('"', StringComparison.Ordinal) ? $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : text;
    }
}
