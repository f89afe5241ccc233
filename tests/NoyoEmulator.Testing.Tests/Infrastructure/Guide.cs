namespace NoyoEmulator.Testing.Tests.Infrastructure;

/// <summary>The guide's family in the default data, and how a test begins with it.</summary>
internal static class Guide
{
    public const string Now = "2024-08-20T12:00:00Z";

    public static readonly Guid Group = new("a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e");
    public static readonly Guid Carrier = new("2d370e0e-fd73-45e0-8828-796d2cacaeef");
    public static readonly Guid Employee = new("a9c01d76-019c-4c44-b414-a832246c014d");
    public static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);

    public static NoyoJson Enrollment => NoyoJson.FromFile("guide-enroll-dependent.json");

    public static Task<NoyoWorld> WorldAsync() => NoyoWorld.CreateAsync(Now, seed: "guide");

    public static Task<NoyoSnapshot> EnrollAsync(this NoyoWorld noyo) => noyo.PostSnapshotAsync(Group, Enrollment);
}
