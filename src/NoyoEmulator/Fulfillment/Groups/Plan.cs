using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>The status of a group's plan on a day (OpenAPI).</summary>
internal enum PlanStatus
{
    /// <summary>Its first day is still to come.</summary>
    Pending,
    Active,

    /// <summary>Its last day is over.</summary>
    Discontinued,
}

/// <summary>A carrier's plan that a group offers.</summary>
internal sealed class Plan
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid GroupId { get; set; }

    public Guid CarrierId { get; set; }

    public required string LineOfCoverage { get; set; }

    public required string Name { get; set; }

    /// <summary>Noyo's plan type, such as <c>ppo</c> or <c>voluntary</c>; null when it is not known.</summary>
    public string? PlanType { get; set; }

    /// <summary>The carrier's code of it.</summary>
    public string? Code { get; set; }

    /// <summary>The carrier's network.</summary>
    public string? Network { get; set; }

    /// <summary>Null when it has always been offered.</summary>
    public DateOnly? EffectiveStartDate { get; set; }

    /// <summary>The last day; null when there is none.</summary>
    public DateOnly? EffectiveEndDate { get; set; }

    /// <summary>Null when it is not known.</summary>
    public bool? Voluntary { get; set; }

    /// <summary>What else is known of it, as JSON; null for nothing.</summary>
    public string? Terms { get; set; }

    /// <summary>Its rates, as JSON; null for none.</summary>
    public string? Rates { get; set; }

    /// <summary>What members pay for it, as JSON; null for nothing.</summary>
    public string? Premiums { get; set; }

    /// <summary>
    /// The group does not offer it: a snapshot named it, and it is kept so that what an enrollment refers to can be fetched. It decides
    /// nothing.
    /// </summary>
    public bool IsNamedOnly { get; set; }

    /// <summary>Its status on a day.</summary>
    public PlanStatus StatusOn(DateOnly day) =>
        EffectiveStartDate > day ? PlanStatus.Pending : EffectiveEndDate < day ? PlanStatus.Discontinued : PlanStatus.Active;
}

internal sealed class PlanConfiguration : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> builder)
    {
        // One carrier plan may be offered to several groups.
        builder.HasKey(plan => new { plan.GroupId, plan.Id });
        builder.HasIndex(plan => new { plan.Id, plan.GroupId });
        builder.HasIndex(plan => new { plan.GroupId, plan.Created, plan.Id });
    }
}
