using System.Text.Json;
using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>What a request can ask for a member in a line of coverage.</summary>
internal enum ActionKind
{
    Add,
    Modify,
    Remove,

    /// <summary>Not to be covered, from the beginning.</summary>
    Waive,
}

/// <summary>What a request asks for one member in one line of coverage.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Line">The line of coverage.</param>
/// <param name="Member">For whom, and in which plan.</param>
/// <param name="Volume">Whole dollars; null where nothing is said.</param>
/// <param name="Path">Where it is in the body, as a JSON path.</param>
internal sealed record CoverageAction(ActionKind Kind, string Line, MemberAction Member, int? Volume, string Path);

/// <summary>What a request asks of one carrier.</summary>
/// <param name="CarrierId">The carrier.</param>
/// <param name="CarrierConfig">What the carrier asks for; null for nothing.</param>
/// <param name="SignatureDate">When the family decided.</param>
/// <param name="Start">From when it holds, where the request says so.</param>
/// <param name="Actions">What it asks for.</param>
internal sealed record CarrierActions(
    Guid CarrierId, JsonElement? CarrierConfig, string? SignatureDate, DateOnly? Start, IReadOnlyList<CoverageAction> Actions)
{
    public static IReadOnlyList<CarrierActions> Of(IReadOnlyList<ApiBaseNewHireChangeCarrierCoverages> coverages, DateOnly? start = null) =>
        [.. coverages.Select((part, i) => Of(part.CarrierId!, part.CarrierConfig, part.SignatureDate, start, Read(PathOf(i), part.LinesOfCoverage!.Stated())))];

    public static IReadOnlyList<CarrierActions> Of(IReadOnlyList<ApiQualifyingLifeEventCarrierCoverages> coverages, DateOnly start) =>
        [.. coverages.Select((part, i) => Of(part.CarrierId!, part.CarrierConfig, part.SignatureDate, start, Read(PathOf(i), part.LinesOfCoverage!.Stated())))];

    public static IReadOnlyList<CarrierActions> Of(IReadOnlyList<ApiCOBRAQualifyingLifeEventCarrierCoverages> coverages, DateOnly start) =>
        [.. coverages.Select((part, i) => Of(part.CarrierId!, part.CarrierConfig, part.SignatureDate, start, Read(PathOf(i), part.LinesOfCoverage!.Stated())))];

    public static IReadOnlyList<CarrierActions> Of(IReadOnlyList<ApiOpenEnrollmentCarrierCoverages> coverages, DateOnly? start) =>
        [.. coverages.Select((part, i) => Of(
            part.CarrierId!, part.CarrierConfig, part.SignatureDate, Date(part.CoverageStartDate) ?? start, Read(PathOf(i), part.LinesOfCoverage!.Stated())))];

    public static IReadOnlyList<CarrierActions> Of(IReadOnlyList<ApiCOBRAOpenEnrollmentCarrierCoverages> coverages, DateOnly? start) =>
        [.. coverages.Select((part, i) => Of(
            part.CarrierId!, part.CarrierConfig, part.SignatureDate, Date(part.CoverageStartDate) ?? start, Read(PathOf(i), part.LinesOfCoverage!.Stated())))];

    private static CarrierActions Of(string carrierId, JsonElement? config, string? signed, DateOnly? start, IEnumerable<CoverageAction> actions) =>
        new(Uuid.Parse(carrierId), config is { } stated && stated.EnumerateObject().Any() ? stated : null, signed, start, [.. actions]);

    private static IEnumerable<CoverageAction> Read(string path, IEnumerable<(string Line, ApiBaseNewHireMemberCoverageActionWithVolume Action)> lines) =>
        from stated in lines
        let place = $"{path}.{stated.Line}"
        from action in Each(ActionKind.Add, stated.Line, $"{place}.enrolling_members", stated.Action.EnrollingMembers, member => member.Volume)
            .Concat(Each(ActionKind.Waive, stated.Line, $"{place}.waiving_members", stated.Action.WaivingMembers))
        select action;

    private static IEnumerable<CoverageAction> Read(string path, IEnumerable<(string Line, ApiMembersChangeCoverageActionWithVolume Action)> lines) =>
        from stated in lines
        let place = $"{path}.{stated.Line}"
        from action in Each(ActionKind.Add, stated.Line, $"{place}.adding_coverage", stated.Action.AddingCoverage, member => member.Volume)
            .Concat(Each(ActionKind.Modify, stated.Line, $"{place}.modifying_coverage", stated.Action.ModifyingCoverage, member => member.Volume))
            .Concat(Each(ActionKind.Remove, stated.Line, $"{place}.removing_coverage", stated.Action.RemovingCoverage))
        select action;

    private static IEnumerable<CoverageAction> Each<T>(
        ActionKind kind, string line, string path, IReadOnlyList<T>? members, Func<T, int?>? volume = null)
        where T : MemberAction =>
        (members ?? []).Select((member, i) => new CoverageAction(kind, line, member, volume?.Invoke(member), JsonPath.Item(path, i)));

    private static string PathOf(int coverage) => $"{JsonPath.Item("$.coverages", coverage)}.lines_of_coverage";

    private static DateOnly? Date(string? text) => text is null ? null : IsoDate.Parse(text);
}
