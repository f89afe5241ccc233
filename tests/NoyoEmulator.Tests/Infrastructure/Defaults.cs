namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>The ids of the default data.</summary>
internal static class Defaults
{
    public const string ExampleGroup = "2613a221-d3c8-4c8a-86d5-e7e885fd1da9";
    public const string SnapshotGroup = "d0ec3837-3499-4a2f-8c58-966ef7e46d95";
    public const string GuideGroup = "a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e";

    /// <summary>Records everything as sent.</summary>
    public const string AcceptingCarrier = "4d4d815b-ae8f-430c-901f-1c9d5ee3f4f1";

    /// <summary>Moves start dates to the first of the next month.</summary>
    public const string ShiftingCarrier = "2d370e0e-fd73-45e0-8828-796d2cacaeef";

    /// <summary>Takes files and confirms nothing.</summary>
    public const string SendCarrier = "8b0f6a52-1f0e-4c57-9a43-6d5c2f7e9b10";

    public const string VisionPlan = "9302a1db-bed5-4be6-96f5-c51371cc96a3";
    public const string GuideEmployee = "a9c01d76-019c-4c44-b414-a832246c014d";
    public const string Jade = "d0e180e6-fafc-441e-8ac4-08d9a9fe4657";
}
