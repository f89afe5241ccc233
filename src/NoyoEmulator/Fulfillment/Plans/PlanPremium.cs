using System.Globalization;
using System.Text.Json.Serialization;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>What is paid for one member in a plan.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PlanPremium
{
    internal const string Total = "total_amount";

    internal static readonly AllowedValues Types = new(Total, "employer_amount", "employee_amount");

    /// <summary>employee or dependent.</summary>
    public string? MemberType { get; init; }

    /// <summary>total_amount, employer_amount or employee_amount.</summary>
    public string? PremiumType { get; init; }

    /// <summary>In dollars, such as 50.00.</summary>
    public string? Amount { get; init; }

    /// <summary>What the amount is paid for; absent: a month.</summary>
    public MemberPremiumPeriod? Period { get; init; }

    /// <summary>The first day; absent when it has always been paid.</summary>
    public string? StartDate { get; init; }

    /// <summary>The last day; absent when there is none.</summary>
    public string? EndDate { get; init; }

    internal decimal Dollars => decimal.Parse(Amount!, CultureInfo.InvariantCulture);

    internal MemberPremiumPeriod Each => Period ?? MemberPremiumPeriod.Month;

    internal DateOnly First => StartDate is null ? DateOnly.MinValue : IsoDate.Parse(StartDate);

    internal DateOnly Last => EndDate is null ? DateOnly.MaxValue : IsoDate.Parse(EndDate);

    /// <summary>Whether it is paid on a day.</summary>
    internal bool IsPaidOn(DateOnly day) => First <= day && day <= Last;

    /// <summary>The premiums of a plan.</summary>
    internal static IReadOnlyList<PlanPremium> Read(string? premiums) => WireJson.Read<IReadOnlyList<PlanPremium>>(premiums) ?? [];
}

/// <summary>What a premium is paid for: a number of units of time (OpenAPI).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MemberPremiumPeriod
{
    internal static readonly AllowedValues Units = new("annual", "month", "semi-monthly", "week", "day");

    internal static readonly MemberPremiumPeriod Month = new() { Amount = 1, Unit = "month" };

    public int? Amount { get; init; }

    /// <summary>annual, month, semi-monthly, week or day.</summary>
    public string? Unit { get; init; }
}
