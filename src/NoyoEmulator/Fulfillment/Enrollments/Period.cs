using System.Runtime.InteropServices;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>The status of an enrollment on a day (OpenAPI).</summary>
internal enum EnrollmentStatus
{
    /// <summary>Its first day is still to come.</summary>
    Pending,
    Active,

    /// <summary>Not a day is covered.</summary>
    Waived,

    /// <summary>Its last day is over.</summary>
    Terminated,
}

/// <summary>A period of coverage, both days included. A waived one ends the day before it starts.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Period(DateOnly Start, DateOnly End)
{
    /// <summary>The end of open-ended coverage (Noyo's page on end dates).</summary>
    public static readonly DateOnly Open = new(9999, 12, 31);

    /// <summary>The period of a record.</summary>
    public static Period Of(EnrollmentRecord coverage) => new(coverage.EffectiveStartDate, coverage.EffectiveEndDate);

    /// <summary>Not a single day is covered.</summary>
    public bool IsWaived => End < Start;

    /// <summary>Whether the periods share a day.</summary>
    public bool Overlaps(Period other) => !IsWaived && !other.IsWaived && Start <= other.End && other.Start <= End;

    /// <summary>Whether coverage goes on, or begins, on a day or after it.</summary>
    public bool IsActiveFrom(DateOnly day) => !IsWaived && End >= day;

    /// <summary>How coverage stands on a day. What is waived stays so, also before its start (inferred).</summary>
    public EnrollmentStatus StatusOn(DateOnly day) =>
        IsWaived ? EnrollmentStatus.Waived : day < Start ? EnrollmentStatus.Pending : day > End ? EnrollmentStatus.Terminated : EnrollmentStatus.Active;

    /// <summary>The same coverage ending with a day, or before it if it did so anyway; waived when it would end before it starts.</summary>
    public Period EndingOn(DateOnly day) => day >= Start ? this with { End = day < End ? day : End } : Waived();

    /// <summary>The same coverage, waived. The first day of the calendar has no day before it; such coverage lasts that day.</summary>
    public Period Waived() => this with { End = Start == DateOnly.MinValue ? Start : Start.AddDays(-1) };
}
