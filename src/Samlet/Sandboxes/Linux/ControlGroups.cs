using Samlet.Sandboxes.Process;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The control groups of this process's execution environments. The watchdog removes those that it leaves, and the next
/// run those whose watchdog was killed, too.
/// </summary>
internal sealed class ControlGroups(Watchdog watchdog)
{
    private const string Prefix = "samlet-";

    private readonly Dictionary<SandboxQuota, (string Name, ControlGroup? Group)> _groups = [];

    /// <summary>The group of all that is started with this quota; null where there is none to be had.</summary>
    public ControlGroup? Find(SandboxQuota? quota)
    {
        if (quota is null)
        {
            return null;
        }

        lock (_groups)
        {
            if (!_groups.TryGetValue(quota, out var known))
            {
                _groups[quota] = known = Create(quota);
            }

            return known.Group;
        }
    }

    /// <summary>Called once something has been started in a group, which is not to wait for the watchdog.</summary>
    public void Guard(ControlGroup? group)
    {
        if (group is not null)
        {
            watchdog.Start();
        }
    }

    /// <summary>What cannot be removed yet is left to the watchdog.</summary>
    public void Release(SandboxQuota? quota)
    {
        lock (_groups)
        {
            if (quota is not null
                && _groups.Remove(quota, out var known)
                && known.Group is { } group
                && group.TryRemove())
            {
                watchdog.Keep(known.Name);
            }
        }
    }

    public void ReleaseAll()
    {
        SandboxQuota[] left;
        lock (_groups)
        {
            left = [.. _groups.Keys];
        }

        Array.ForEach(left, Release);
    }

    private (string Name, ControlGroup? Group) Create(SandboxQuota quota)
    {
        if (ControlGroupPlace.Find(quota.Cpus is not null) is not { } place)
        {
            return ("", null);
        }

        RemoveAbandoned(place);
        var name = $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}";
        var group = ControlGroup.TryCreate(place, name, quota);
        if (group is not null)
        {
            watchdog.Remove(name, group.Folders);
        }

        return (name, group);
    }

    /// <summary>The kernel removes no group that has a process.</summary>
    private static void RemoveAbandoned(ControlGroupPlace place)
    {
        foreach (var parent in new[] { place.Memory, place.Cpu }.OfType<string>().Distinct())
        {
            foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
            {
                var owner = Path.GetFileName(folder).Split('-')[1];
                if (!Directory.Exists($"/proc/{owner}"))
                {
                    TryDelete(folder);
                }
            }
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use, removed by another run, or somebody else's.
        }
    }
}
