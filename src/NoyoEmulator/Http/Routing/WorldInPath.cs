namespace NoyoEmulator.Http.Routing;

/// <summary>What stands before the path of a request that chooses its world by the path; nothing behind it sees it.</summary>
internal static class WorldInPath
{
    /// <summary>The prefix in words.</summary>
    public const string Form = "/w/{world}";

    /// <summary>Whether a pattern of paths has it, and so would never match.</summary>
    public static bool IsIn(string? path) => path is not null && path.StartsWith("/w/", StringComparison.Ordinal);
}
