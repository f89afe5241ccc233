using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>Somebody in the family of a snapshot: the employee has position 0, the dependents follow.</summary>
internal sealed record SnapshotMember(int Position, string Type)
{
    /// <summary>Whether it is named by an id of Noyo.</summary>
    public bool HasId { get; init; }
}

/// <summary>The members of a snapshot's family by both of their ids.</summary>
internal sealed class SnapshotFamily(SnapshotFindings findings)
{
    private readonly Dictionary<Guid, SnapshotMember> _byId = [];
    private readonly Dictionary<string, SnapshotMember> _byCustomId = new(StringComparer.Ordinal);
    private readonly SnapshotMember _employee = new(0, Terms.Employee);

    /// <summary>False when a member cannot be told from its body; then nobody can be said to be missing.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>Whether every member has one kind of id; who is named by the other kind is told when members are linked.</summary>
    private bool HaveAllIds { get; set; } = true;

    private bool HaveAllCustomIds { get; set; } = true;

    /// <summary>False when two members have an id in common; then nobody can be said to be there twice.</summary>
    public bool AreIdsUnique { get; private set; } = true;

    public void AddEmployee((string? Id, string? CustomId)? ids) => Add("$.employee", _employee, ids);

    public void AddDependent(int position, string path, (string? Id, string? CustomId)? ids) =>
        Add(path, new SnapshotMember(position, Terms.Dependent), ids);

    /// <summary>Checks how an enrolled member is named.</summary>
    /// <returns>Who it is; null when that cannot be told.</returns>
    public SnapshotMember? CheckEnrolled(InboundMemberSnapshotEnrolledMember enrolled, string path)
    {
        if (enrolled.IndividualId is null && enrolled.CustomIndividualId is null)
            return CheckNameless(enrolled, path);

        var byCustomId = FindCustom(enrolled.CustomIndividualId, path);
        var byId = Find(enrolled.IndividualId, path, isTold: HaveAllIds || byCustomId is { HasId: true });
        if (byId is not null && byCustomId is not null && byId != byCustomId)
        {
            findings.Add($"{path}.custom_individual_id", "must name the same member as individual_id");
            return null;
        }

        var member = byId ?? byCustomId;
        if (member is not null && enrolled.IndividualType is { } type && Terms.IndividualTypes.Contains(type) && member.Type != type)
            findings.Add($"{path}.individual_type", $"must be {member.Type}, which is what the member named beside it is");
        return member;
    }

    private void Add(string path, SnapshotMember member, (string? Id, string? CustomId)? ids)
    {
        if (ids is not var (id, customId))
        {
            IsComplete = false;
            return;
        }

        HaveAllIds &= id is not null;
        HaveAllCustomIds &= customId is not null;
        member = member with { HasId = id is not null };
        var hasReadableIds = !findings.IsUnreadable($"{path}.id") && !findings.IsUnreadable($"{path}.custom_individual_id");
        if (id is null && customId is null && hasReadableIds)
            findings.Add($"{path}.custom_individual_id", "is required for a member without id");

        if (Uuid.TryParse(id, out var uuid))
        {
            if (!_byId.TryAdd(uuid, member))
                AddShared($"{path}.id");
        }
        else if (id is not null || !hasReadableIds)
        {
            IsComplete = false;
        }

        if (customId is { Length: > 0 } && !_byCustomId.TryAdd(customId, member))
            AddShared($"{path}.custom_individual_id");
    }

    private void AddShared(string path)
    {
        AreIdsUnique = false;
        findings.Add(path, "must be unique: another member of this snapshot has it");
    }

    // Without an id an employee entry means the employee, as in the published example; a dependent could be any of them.
    private SnapshotMember? CheckNameless(InboundMemberSnapshotEnrolledMember enrolled, string path)
    {
        if (findings.IsUnreadable($"{path}.individual_id") || findings.IsUnreadable($"{path}.custom_individual_id"))
            return null;
        if (enrolled.IndividualType == Terms.Dependent)
            findings.Add($"{path}.individual_id", "or custom_individual_id is required for a dependent");
        return enrolled.IndividualType == Terms.Employee ? _employee : null;
    }

    private SnapshotMember? Find(string? id, string path, bool isTold)
    {
        if (!Uuid.TryParse(id, out var uuid))
            return null;

        if (!_byId.TryGetValue(uuid, out var member) && IsComplete && isTold)
            findings.Add($"{path}.individual_id", "must be the id of the employee or of a dependent of this snapshot");

        return member;
    }

    private SnapshotMember? FindCustom(string? customId, string path)
    {
        if (customId is null)
            return null;

        if (!_byCustomId.TryGetValue(customId, out var member) && IsComplete && HaveAllCustomIds)
        {
            findings.Add(
                $"{path}.custom_individual_id", "must be the custom_individual_id of the employee or of a dependent of this snapshot");
        }

        return member;
    }
}
