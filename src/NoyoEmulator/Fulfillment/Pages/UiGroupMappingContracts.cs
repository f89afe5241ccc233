namespace NoyoEmulator.Fulfillment.Pages;

/// <summary>What can be mapped at a carrier (OpenAPI), and onto what.</summary>
public sealed record UIGroupMappableFieldsResult
{
    public required UIMappedField MappedField { get; init; }

    /// <summary>What it can be: the group's plans there, as id and name; or what the carrier's configuration of the group has under it.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, string>> ConfigurableValues { get; init; }
}

/// <summary>A field at a carrier (OpenAPI) that the platform's words are mapped onto.</summary>
public sealed record UIMappedField
{
    public required Guid Id { get; init; }

    /// <summary>A new one with each change of what it is a field of.</summary>
    public required Guid Version { get; init; }

    public required Guid CarrierId { get; init; }

    /// <summary>The object that it is in: <c>group_vision_plan</c>, or <c>group_carrier_configuration</c>.</summary>
    public required string ObjectName { get; init; }

    /// <summary>Its name in there.</summary>
    public required string MappedField { get; init; }

    /// <summary>For people.</summary>
    public string? Label { get; init; }

    /// <summary><c>plan</c> or <c>account_structure</c>.</summary>
    public required string MappingType { get; init; }
}

/// <summary>What of a group is mapped (OpenAPI).</summary>
public sealed record UIGroupPlatformMappingResult
{
    public required string GroupName { get; init; }

    public required PlatformAccountStructureResult PlatformAccountStructure { get; init; }
}

/// <summary>A group as the platform sees it (OpenAPI): what can be mapped. Times are Unix seconds.</summary>
public sealed record PlatformAccountStructureResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid GroupId { get; init; }

    public required PlatformAccountStructureAccountStructure AccountStructure { get; init; }
}

/// <summary>The fields and plans that can be mapped (OpenAPI).</summary>
public sealed record PlatformAccountStructureAccountStructure
{
    public required IReadOnlyList<PlatformAccountStructureAccountStructureField> AccountStructureFields { get; init; }

    public required PlatformAccountStructureAccountStructurePlan Plans { get; init; }
}

/// <summary>A field of employees by which a carrier may divide a group (OpenAPI).</summary>
public sealed record PlatformAccountStructureAccountStructureField
{
    public required string FieldName { get; init; }

    /// <summary>What kind of value it has, such as <c>string</c>.</summary>
    public required string FieldType { get; init; }

    /// <summary>Each value that employees of the group have, once.</summary>
    public required IReadOnlyList<string> ExistingValueSet { get; init; }
}

/// <summary>The names of a group's plans by line of coverage (OpenAPI); a line without plans is absent.</summary>
public sealed record PlatformAccountStructureAccountStructurePlan
{
    public IReadOnlyList<string>? GroupAccidentPlans { get; init; }

    public IReadOnlyList<string>? GroupAddPlans { get; init; }

    public IReadOnlyList<string>? GroupCancerPlans { get; init; }

    public IReadOnlyList<string>? GroupCriticalIllnessPlans { get; init; }

    public IReadOnlyList<string>? GroupDentalPlans { get; init; }

    public IReadOnlyList<string>? GroupHealthFundPlans { get; init; }

    public IReadOnlyList<string>? GroupHospitalIndemnityPlans { get; init; }

    public IReadOnlyList<string>? GroupLifePlans { get; init; }

    public IReadOnlyList<string>? GroupLtdPlans { get; init; }

    public IReadOnlyList<string>? GroupMedicalPlans { get; init; }

    public IReadOnlyList<string>? GroupPharmacyPlans { get; init; }

    public IReadOnlyList<string>? GroupStdPlans { get; init; }

    public IReadOnlyList<string>? GroupVisionPlans { get; init; }

    public IReadOnlyList<string>? GroupWellnessPlans { get; init; }
}

/// <summary>The plans of a group as the platform names them (OpenAPI). Times are Unix seconds.</summary>
public sealed record UIGroupPlatformGroupStructureResult
{
    public required Guid Id { get; init; }

    /// <summary>A new one with each change of the group or its plans.</summary>
    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid OrganizationId { get; init; }

    public required PlatformStructure Structure { get; init; }
}

/// <summary>The structure itself (OpenAPI).</summary>
public sealed record PlatformStructure
{
    public required IReadOnlyList<PlatformStructurePlan> Plans { get; init; }
}

/// <summary>A plan of the platform's (OpenAPI).</summary>
public sealed record PlatformStructurePlan
{
    public required Guid Id { get; init; }

    public required Guid CarrierId { get; init; }

    public required string LineOfCoverage { get; init; }

    public required string Name { get; init; }

    /// <summary>When it is offered; nothing where that is not known.</summary>
    public required IReadOnlyList<PlatformStructureTemporalPlan> Temporals { get; init; }
}

/// <summary>A time in which a plan is offered (OpenAPI).</summary>
public sealed record PlatformStructureTemporalPlan
{
    public required DateOnly StartDate { get; init; }

    /// <summary>The last day; absent while there is none.</summary>
    public DateOnly? EndDate { get; init; }
}
