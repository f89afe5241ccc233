namespace NoyoEmulator.OpenApi;

/// <summary>What is to be said of operations whose endpoints say no more than their summary.</summary>
internal static class OperationTexts
{
    /// <summary>A description by operation; the summary where there is none.</summary>
    public static string? Of(string operationId, string? summary) => operationId switch
    {
        "getLiveness" => "Answers as soon as requests are answered at all, long before the worlds are ready. Needs no key.",
        "listWorlds" => "A page of them, by name, the default world among them.",
        "getWorld" => "Its name, where it comes from, its clock, and how long it is kept.",
        "getInfo" => "Secrets are left out. The base URLs are those by which this request came in.",
        "getSeedSchema" => "For editors that complete and check JSON, and for tools that write seeds.",
        "getClock" => "Its mode, its speed and its time. A frozen clock stands still until it is advanced.",
        "listCarriers" => "A page of the world's carriers, each with the behavior that is in force.",
        "getCarrierBehavior" => "As it can be sent back, changed or not.",
        "resetCarrierBehavior" => "Rules that count start anew. What is under way goes on as it was begun.",
        "createSubscription" => "From now on it gets the events it asks for. Without a secret it gets one, which is shown in this answer only.",
        "listSubscriptions" => "A page of them, oldest first, each with its health.",
        "getSubscription" => "Its terms and its health. Secrets are never shown again.",
        "deleteSubscription" => "It gets nothing more, and what was delivered to it is forgotten.",
        "getInboxBehavior" => "What it verifies, and with which statuses it answers.",
        "deleteInboxMessages" => "Its behavior stays as it is.",
        "deleteFaults" => "Requests are answered as usual again.",
        "getFault" => "Its terms, and how often it has struck.",
        "deleteFault" => "The other faults stay in force.",
        "deleteRequests" => "The journal of the world is empty afterwards.",
        "getRequest" => "With its headers and bodies. What could be personal is masked.",
        "listCheckpoints" => "A page of them, with the time at which each was saved.",
        "deleteCheckpoint" => "The world itself stays as it is.",
        "listCarrierRecords" => "A page of people, as the carrier holds them, which may be otherwise than the platform does.",
        "deleteCarrierRecord" => "The next sync or confirmation will find that the person is missing.",
        "syncCarrier" => "What is found is in the differences before this answers. Without a group and employee it is about all families.",
        _ => summary,
    };
}
