using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Pages;

/// <summary>
/// A group as the platform and a carrier name its parts, which is what mappings are made of. Nobody makes mappings here, as both sides
/// share the names of plans; these reads tell what there would be to map, out of what the group has (inferred).
/// </summary>
/// <param name="reader">Must be pinned.</param>
internal sealed class PlatformStructures(SqlReader reader)
{
    /// <summary>The kind of a platform group structure, of which a group has one.</summary>
    public const string StructureKind = "platform_group_structure";

    /// <summary>The kind of a platform account structure, of which a group has one.</summary>
    public const string AccountStructureKind = "platform_account_structure";

    private const string MappedFieldKind = "mapped_field";
    private const string Text = "string";

    /// <summary>The id of the mapped field that is about the plans of a group enrollment; and the group enrollment's, given that.</summary>
    public static Guid PlanFieldId(Guid groupEnrollmentId) => DerivedId.Mask(groupEnrollmentId, MappedFieldKind);

    /// <summary>The id of the mapped field that is a setting of a group's configuration at a carrier.</summary>
    public static Guid SettingFieldId(Guid configurationId, string name) => DerivedId.Of(MappedFieldKind, configurationId, name);

    /// <summary>The plans of the platform: those that the group offers, and those that its snapshots named.</summary>
    public UIGroupPlatformGroupStructureResult StructureOf(Group group)
    {
        var plans = PlansOf(group.Id);
        var state = StateOf(group, plans);
        return new UIGroupPlatformGroupStructureResult
        {
            Id = DerivedId.Mask(group.Id, StructureKind),
            Version = state.Version,
            Created = group.Created.ToUnixTimeSeconds(),
            Modified = state.Modified.ToUnixTimeSeconds(),
            GroupId = group.Id,
            OrganizationId = group.OrganizationId,
            Structure = new PlatformStructure
            {
                Plans =
                [
                    .. plans.Select(plan => new PlatformStructurePlan
                    {
                        Id = plan.Id,
                        CarrierId = plan.CarrierId,
                        LineOfCoverage = plan.LineOfCoverage,
                        Name = plan.Name,
                        Temporals = plan.EffectiveStartDate is { } start
                            ? [new PlatformStructureTemporalPlan { StartDate = start, EndDate = plan.EffectiveEndDate }]
                            : [],
                    }),
                ],
            },
        };
    }

    /// <summary>What of the platform's can be mapped: its plans that are not over on the day, at a carrier or at all of them, and how it divides its employees.</summary>
    public UIGroupPlatformMappingResult MappingOf(Group group, Guid? carrierId, DateOnly day)
    {
        var plans = PlansOf(group.Id);
        var state = StateOf(group, plans);
        return new UIGroupPlatformMappingResult
        {
            GroupName = group.Name,
            PlatformAccountStructure = new PlatformAccountStructureResult
            {
                Id = DerivedId.Mask(group.Id, AccountStructureKind),
                Version = state.Version,
                Created = group.Created.ToUnixTimeSeconds(),
                Modified = state.Modified.ToUnixTimeSeconds(),
                GroupId = group.Id,
                AccountStructure = new PlatformAccountStructureAccountStructure
                {
                    AccountStructureFields = [StatusesOf(group.Id), LocationsOf(group.Id)],
                    Plans = NamesOf(plans.Where(plan => (carrierId is null || plan.CarrierId == carrierId) && plan.StatusOn(day) != PlanStatus.Discontinued)),
                },
            },
        };
    }

    /// <summary>What can be mapped at a carrier: for each line the group's plans there that are not over on the day, and each setting of its configuration.</summary>
    public IReadOnlyList<UIGroupMappableFieldsResult> MappableFieldsOf(Guid groupId, Guid? carrierId, DateOnly day)
    {
        var plans = PlansOf(groupId).Where(plan => plan.StatusOn(day) != PlanStatus.Discontinued).ToLookup(plan => (plan.CarrierId, plan.LineOfCoverage));
        var enrollments = PlanQueries.EnrollmentsOf(reader, groupId).Where(enrollment => carrierId is null || enrollment.CarrierId == carrierId);
        var configurations = reader.Where<GroupCarrierConfiguration>("group_id = ? ORDER BY created DESC, id DESC", groupId)
            .Where(configuration => (carrierId is null || configuration.CarrierId == carrierId) && !(configuration.EffectiveStartDate > day));
        return
        [
            .. enrollments.Where(enrollment => plans.Contains((enrollment.CarrierId, enrollment.LineOfCoverage)))
                .Select(enrollment => PlanField(enrollment, plans[(enrollment.CarrierId, enrollment.LineOfCoverage)])),
            .. configurations.SelectMany(SettingFields),
        ];
    }

    /// <summary>The names of the settings that a group's configuration at a carrier has.</summary>
    public static IReadOnlyList<string> SettingsOf(GroupCarrierConfiguration configuration) =>
        [.. WireJson.Read<JsonObject>(configuration.Configuration).Select(setting => setting.Key)];

    private static UIGroupMappableFieldsResult PlanField(GroupEnrollment enrollment, IEnumerable<Plan> plans) => new()
    {
        MappedField = new UIMappedField
        {
            Id = PlanFieldId(enrollment.Id),
            Version = enrollment.Version,
            CarrierId = enrollment.CarrierId,
            ObjectName = $"group_{enrollment.LineOfCoverage}_plan",
            MappedField = "name",
            Label = $"Plan ({enrollment.LineOfCoverage.Replace('_', ' ')})",
            MappingType = "plan",
        },
        ConfigurableValues = [.. plans.Select(plan => ValueOf(("id", $"{plan.Id}"), ("name", plan.Name)))],
    };

    private static IEnumerable<UIGroupMappableFieldsResult> SettingFields(GroupCarrierConfiguration configuration) =>
        WireJson.Read<JsonObject>(configuration.Configuration).Select(setting => new UIGroupMappableFieldsResult
        {
            MappedField = new UIMappedField
            {
                Id = SettingFieldId(configuration.Id, setting.Key),
                Version = configuration.Version,
                CarrierId = configuration.CarrierId,
                ObjectName = "group_carrier_configuration",
                MappedField = setting.Key,
                Label = setting.Key.Replace('_', ' '),
                MappingType = "account_structure",
            },
            ConfigurableValues = setting.Value is JsonArray choices ? [.. choices.Select(ValueOf)] : [ValueOf(setting.Value)],
        });

    private static Dictionary<string, string> ValueOf(JsonNode? value) => ValueOf(("value", $"{value}"));

    private static Dictionary<string, string> ValueOf(params ReadOnlySpan<(string Name, string Value)> parts)
    {
        var value = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts)
            value.Add(part.Name, part.Value);
        return value;
    }

    private static PlatformAccountStructureAccountStructurePlan NamesOf(IEnumerable<Plan> plans)
    {
        var lines = plans.ToLookup(plan => plan.LineOfCoverage, plan => plan.Name);
        return new PlatformAccountStructureAccountStructurePlan
        {
            GroupAccidentPlans = Of("accident"),
            GroupAddPlans = Of("add"),
            GroupCancerPlans = Of("cancer"),
            GroupCriticalIllnessPlans = Of("critical_illness"),
            GroupDentalPlans = Of("dental"),
            GroupHealthFundPlans = Of("health_fund"),
            GroupHospitalIndemnityPlans = Of("hospital_indemnity"),
            GroupLifePlans = Of("life"),
            GroupLtdPlans = Of("ltd"),
            GroupMedicalPlans = Of("medical"),
            GroupPharmacyPlans = Of("pharmacy"),
            GroupStdPlans = Of("std"),
            GroupVisionPlans = Of("vision"),
            GroupWellnessPlans = Of("wellness"),
        };

        IReadOnlyList<string>? Of(string line) => lines.Contains(line) ? [.. lines[line]] : null;
    }

    private static (Guid Version, DateTimeOffset Modified) StateOf(Group group, IEnumerable<Plan> plans) => plans
        .Select(plan => (plan.Version, plan.Modified)).Append((group.Version, group.Modified)).MaxBy(state => state.Modified);

    private List<Plan> PlansOf(Guid groupId) => reader.Where<Plan>("group_id = ? ORDER BY created DESC, id DESC", groupId);

    private PlatformAccountStructureAccountStructureField StatusesOf(Guid groupId)
    {
        var values = new List<string>();
        using var rows = reader.Query("SELECT DISTINCT employment_status FROM members WHERE group_id = ? AND type = 'employee' AND employment_status IS NOT NULL ORDER BY 1", groupId);
        while (rows.Next())
            values.Add(Encoding.UTF8.GetString(rows.Text(0)));
        return new PlatformAccountStructureAccountStructureField { FieldName = "employment_status", FieldType = Text, ExistingValueSet = values };
    }

    private PlatformAccountStructureAccountStructureField LocationsOf(Guid groupId) => new()
    {
        FieldName = "location",
        FieldType = Text,
        ExistingValueSet =
        [
            .. reader.Where<GroupLocation>("group_id = ? ORDER BY display_name, id", groupId).Select(location => location.DisplayName)
                .Distinct(StringComparer.Ordinal),
        ],
    };
}
