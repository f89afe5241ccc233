using NoyoEmulator.Configuration;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>The ids that the parts of a seed define, and refer to: each is defined once, and before it is referred to.</summary>
internal sealed class SeedReferences
{
    private readonly HashSet<Guid> _carriers = [];
    private readonly HashSet<Guid> _groups = [];
    private readonly HashSet<Guid> _groupEnrollments = [];
    private readonly HashSet<Guid> _parts = [];
    private readonly HashSet<(Guid OrganizationId, Guid CarrierId)> _requests = [];
    private readonly SeedConnectionReferences _connections;

    public SeedReferences() => _connections = new SeedConnectionReferences(_carriers);

    /// <summary>Takes in one more part.</summary>
    /// <exception cref="ConfigurationException">It defines an id again, or refers to one that nobody defines.</exception>
    public void Add(SeedPart part)
    {
        var carriers = part.Document.Carriers ?? [];
        for (var i = 0; i < carriers.Count; i++)
        {
            if (!_carriers.Add(Guid.Parse(carriers[i].Id!)))
                throw part.Refuse($"$.carriers[{i}].id", "there is a carrier with this id already");
        }

        var groups = part.Document.Groups ?? [];
        for (var i = 0; i < groups.Count; i++)
        {
            if (!_groups.Add(Guid.Parse(groups[i].Id!)))
                throw part.Refuse($"$.groups[{i}].id", "there is a group with this id already");
            _connections.Add(part, groups[i], $"$.groups[{i}]");
            CheckPlans(part, groups[i], $"$.groups[{i}]");
            CheckGroupEnrollments(part, groups[i], $"$.groups[{i}]");
            CheckParts(part, groups[i], $"$.groups[{i}]");
        }

        CheckOrganizationCarriers(part);
        CheckIds(part, "$.labels", [.. (part.Document.Labels ?? []).Select(label => (label.Id, (string?)null))]);
        CheckIds(part, "$.partner_document_sources", [.. (part.Document.PartnerDocumentSources ?? []).Select(source => (source.Id, (string?)null))]);
        CheckIds(part, "$.partner_documents", [.. (part.Document.PartnerDocuments ?? []).Select(document => (document.Id, (string?)null))]);
    }

    private void CheckParts(SeedPart part, SeedGroup group, string path)
    {
        CheckIds(part, $"{path}.locations", [.. (group.Locations ?? []).Select(location => (location.Id, (string?)null))]);
        CheckIds(part, $"{path}.contacts", [.. (group.Contacts ?? []).Select(contact => (contact.Id, contact.CarrierId))]);
        CheckIds(part, $"{path}.connections", [.. (group.Connections ?? []).Select(connection => (connection.Id, connection.CarrierId))]);
        CheckIds(part, $"{path}.disconnections", [.. (group.Disconnections ?? []).Select(disconnection => (disconnection.Id, disconnection.CarrierId))]);
        CheckIds(part, $"{path}.renewal_decisions", [.. (group.RenewalDecisions ?? []).Select(decision => (decision.Id, (string?)null))]);
        CheckIds(part, $"{path}.issues", [.. (group.Issues ?? []).Select(issue => (issue.Id, issue.CarrierId))]);
        CheckIds(part, $"{path}.carrier_configurations", [.. (group.CarrierConfigurations ?? []).Select(row => (row.Id, row.CarrierId))]);
    }

    private void CheckOrganizationCarriers(SeedPart part)
    {
        var requests = part.Document.OrganizationCarriers ?? [];
        CheckIds(part, "$.organization_carriers", [.. requests.Select(request => (request.Id, request.CarrierId))]);
        for (var i = 0; i < requests.Count; i++)
        {
            var organizationId = Guid.Parse(requests[i].OrganizationId ?? part.Document.OrganizationId!);
            if (!_requests.Add((organizationId, Guid.Parse(requests[i].CarrierId!))))
                throw part.Refuse($"$.organization_carriers[{i}].carrier_id", "the organization has asked for this carrier already");
        }
    }

    private void CheckIds(SeedPart part, string path, IReadOnlyList<(string? Id, string? CarrierId)> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Id is { } id && !_parts.Add(Guid.Parse(id)))
                throw part.Refuse($"{path}[{i}].id", "something of a group has this id already");
            if (rows[i].CarrierId is { } carrierId && !_carriers.Contains(Guid.Parse(carrierId)))
                throw part.Refuse($"{path}[{i}].carrier_id", "there is no carrier with this id");
        }
    }

    private void CheckPlans(SeedPart part, SeedGroup group, string path)
    {
        var plans = new HashSet<Guid>();
        var offered = group.Plans ?? [];
        for (var i = 0; i < offered.Count; i++)
        {
            if (!_carriers.Contains(Guid.Parse(offered[i].CarrierId!)))
                throw part.Refuse($"{path}.plans[{i}].carrier_id", "there is no carrier with this id");
            if (!plans.Add(Guid.Parse(offered[i].Id!)))
                throw part.Refuse($"{path}.plans[{i}].id", "the group has a plan with this id already");
        }
    }

    private void CheckGroupEnrollments(SeedPart part, SeedGroup group, string path)
    {
        var places = new HashSet<(Guid CarrierId, string? Line)>();
        var enrollments = group.GroupEnrollments ?? [];
        for (var i = 0; i < enrollments.Count; i++)
        {
            var carrierId = Guid.Parse(enrollments[i].CarrierId!);
            if (!_carriers.Contains(carrierId))
                throw part.Refuse($"{path}.group_enrollments[{i}].carrier_id", "there is no carrier with this id");
            if (!places.Add((carrierId, MemberSnapshotVocabulary.LinesOfCoverage.Find(enrollments[i].LineOfCoverage))))
                throw part.Refuse($"{path}.group_enrollments[{i}].line_of_coverage", "the group has an enrollment of this line at this carrier already");
            if (enrollments[i].Id is { } id && !_groupEnrollments.Add(Guid.Parse(id)))
                throw part.Refuse($"{path}.group_enrollments[{i}].id", "there is a group enrollment with this id already");
        }
    }
}
