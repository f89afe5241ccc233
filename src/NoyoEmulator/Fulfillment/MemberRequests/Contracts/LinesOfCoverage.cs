namespace NoyoEmulator.Fulfillment.MemberRequests.Contracts;

/// <summary>By line of coverage, who takes it and who turns it down. Source: OpenAPI.</summary>
public sealed record ApiBaseNewHireMemberLinesOfCoverage
{
    public ApiBaseNewHireMemberCoverageActionWithVolume? Accident { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Add { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Cancer { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? CriticalIllness { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Dental { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? HealthFund { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? HospitalIndemnity { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Life { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Ltd { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Medical { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Pharmacy { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Std { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Vision { get; init; }

    public ApiBaseNewHireMemberCoverageActionWithVolume? Wellness { get; init; }

    /// <summary>The lines that are there, in Noyo's order.</summary>
    internal IEnumerable<(string Line, ApiBaseNewHireMemberCoverageActionWithVolume Action)> Stated() =>
        from line in new (string Line, ApiBaseNewHireMemberCoverageActionWithVolume? Action)[]
        {
            ("accident", Accident), ("add", Add), ("cancer", Cancer), ("critical_illness", CriticalIllness), ("dental", Dental),
            ("health_fund", HealthFund), ("hospital_indemnity", HospitalIndemnity), ("life", Life), ("ltd", Ltd), ("medical", Medical),
            ("pharmacy", Pharmacy), ("std", Std), ("vision", Vision), ("wellness", Wellness),
        }
        where line.Action is not null
        select (line.Line, line.Action);
}

/// <summary>By line of coverage, who comes into it, who changes it, and who leaves it. Source: OpenAPI.</summary>
public sealed record ApiMembersChangeLinesOfCoverage
{
    public ApiMembersChangeCoverageActionWithVolume? Accident { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Add { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Cancer { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? CriticalIllness { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Dental { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? HealthFund { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? HospitalIndemnity { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Life { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Ltd { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Medical { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Pharmacy { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Std { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Vision { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Wellness { get; init; }

    /// <summary>The lines that are there, in Noyo's order.</summary>
    internal IEnumerable<(string Line, ApiMembersChangeCoverageActionWithVolume Action)> Stated() =>
        from line in new (string Line, ApiMembersChangeCoverageActionWithVolume? Action)[]
        {
            ("accident", Accident), ("add", Add), ("cancer", Cancer), ("critical_illness", CriticalIllness), ("dental", Dental),
            ("health_fund", HealthFund), ("hospital_indemnity", HospitalIndemnity), ("life", Life), ("ltd", Ltd), ("medical", Medical),
            ("pharmacy", Pharmacy), ("std", Std), ("vision", Vision), ("wellness", Wellness),
        }
        where line.Action is not null
        select (line.Line, line.Action);
}

/// <summary>The lines that COBRA continues: who comes into them, who changes them, and who leaves them. Source: OpenAPI.</summary>
public sealed record ApiCOBRAMembersChangeLinesOfCoverage
{
    public ApiMembersChangeCoverageActionWithVolume? Dental { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Medical { get; init; }

    public ApiMembersChangeCoverageActionWithVolume? Vision { get; init; }

    /// <summary>The lines that are there, in Noyo's order.</summary>
    internal IEnumerable<(string Line, ApiMembersChangeCoverageActionWithVolume Action)> Stated() =>
        from line in new (string Line, ApiMembersChangeCoverageActionWithVolume? Action)[] { ("dental", Dental), ("medical", Medical), ("vision", Vision) }
        where line.Action is not null
        select (line.Line, line.Action);
}
