using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>The rules about who is in the family, and who the enrolled members of the coverages are.</summary>
internal static class SnapshotMembers
{
    public static void Check(InboundMemberSnapshot snapshot, SnapshotFindings findings)
    {
        var family = new Family(findings);
        if (findings.IsUnreadable("$.dependents"))
            family.IsComplete = false;

        family.Add("$.employee", Terms.Employee, snapshot.Employee is { } employee ? (employee.Id, employee.CustomIndividualId) : null);
        for (var i = 0; i < snapshot.Dependents?.Count; i++)
        {
            var dependent = snapshot.Dependents[i];
            family.Add(
                JsonPath.Item("$.dependents", i),
                Terms.Dependent,
                dependent is null ? null : (dependent.Id, dependent.CustomIndividualId));
        }

        for (var i = 0; i < snapshot.Coverages?.Count; i++)
        {
            var members = snapshot.Coverages[i]?.EnrolledMembers;
            for (var j = 0; j < members?.Count; j++)
            {
                if (members[j] is { } member)
                    family.CheckEnrolled(member, JsonPath.Item($"{JsonPath.Item("$.coverages", i)}.enrolled_members", j));
            }
        }
    }

    private sealed record Member(string Path, string Type, bool HasId);

    /// <summary>The members by both of their ids.</summary>
    private sealed class Family(SnapshotFindings findings)
    {
        private readonly Dictionary<Guid, Member> _byId = [];
        private readonly Dictionary<string, Member> _byCustomId = new(StringComparer.Ordinal);

        /// <summary>False when a member cannot be told from its body; then nobody can be said to be missing.</summary>
        public bool IsComplete { get; set; } = true;

        /// <summary>Whether every member has one kind of id; an enrolled member named by the other kind is told when members are linked.</summary>
        private bool HaveAllIds { get; set; } = true;

        private bool HaveAllCustomIds { get; set; } = true;

        public void Add(string path, string type, (string? Id, string? CustomId)? ids)
        {
            if (ids is not var (id, customId))
            {
                IsComplete = false;
                return;
            }

            HaveAllIds &= id is not null;
            HaveAllCustomIds &= customId is not null;
            var member = new Member(path, type, HasId: id is not null);
            var hasReadableIds = !findings.IsUnreadable($"{path}.id") && !findings.IsUnreadable($"{path}.custom_individual_id");
            if (id is null && customId is null && hasReadableIds)
                findings.Add($"{path}.custom_individual_id", "is required for a member without id");

            if (Uuid.TryParse(id, out var uuid))
            {
                if (!_byId.TryAdd(uuid, member))
                    findings.Add($"{path}.id", "must be unique: another member of this snapshot has it");
            }
            else if (id is not null || !hasReadableIds)
            {
                IsComplete = false;
            }

            if (customId is { Length: > 0 } && !_byCustomId.TryAdd(customId, member))
                findings.Add($"{path}.custom_individual_id", "must be unique: another member of this snapshot has it");
        }

        public void CheckEnrolled(InboundMemberSnapshotEnrolledMember enrolled, string path)
        {
            if (enrolled.IndividualId is null && enrolled.CustomIndividualId is null)
            {
                CheckNameless(enrolled, path);
                return;
            }

            var byCustomId = FindCustom(enrolled.CustomIndividualId, path);
            var byId = Find(enrolled.IndividualId, path, isTold: HaveAllIds || byCustomId is { HasId: true });
            if (byId is not null && byCustomId is not null && byId != byCustomId)
            {
                findings.Add($"{path}.custom_individual_id", "must name the same member as individual_id");
                return;
            }

            var member = byId ?? byCustomId;
            if (member is not null && enrolled.IndividualType is { } type && Terms.IndividualTypes.Contains(type) && member.Type != type)
                findings.Add($"{path}.individual_type", $"must be {member.Type}, which is what the member named beside it is");
        }

        // Without an id an employee entry means the employee, as in the published example; a dependent could be any of them.
        private void CheckNameless(InboundMemberSnapshotEnrolledMember enrolled, string path)
        {
            if (enrolled.IndividualType == Terms.Dependent
                && !findings.IsUnreadable($"{path}.individual_id")
                && !findings.IsUnreadable($"{path}.custom_individual_id"))
            {
                findings.Add($"{path}.individual_id", "or custom_individual_id is required for a dependent");
            }
        }

        private Member? Find(string? id, string path, bool isTold)
        {
            if (!Uuid.TryParse(id, out var uuid))
                return null;

            if (!_byId.TryGetValue(uuid, out var member) && IsComplete && isTold)
                findings.Add($"{path}.individual_id", "must be the id of the employee or of a dependent of this snapshot");

            return member;
        }

        private Member? FindCustom(string? customId, string path)
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
}
