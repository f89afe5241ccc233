using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>Finds members by the ids that paths have. An id of the other type of member finds nothing.</summary>
internal static class MemberLookup
{
    /// <summary>The group with an id of Noyo.</summary>
    public static Group? FindGroup(SqlReader reader, string id) =>
        Uuid.TryParse(id, out var known) && reader.Where<Group>("id = ?", known) is [var group] ? group : null;

    /// <summary>The member of any group with an id of Noyo.</summary>
    public static Member? Find(SqlReader reader, string id, MemberType type) =>
        Uuid.TryParse(id, out var known) && reader.Where<Member>("id = ?", known) is [var member] && member.Type == type ? member : null;

    /// <summary>
    /// The member of a group with an id of Noyo, or else with one of the platform's: also where that has the form of one of Noyo's.
    /// </summary>
    public static Member? FindInGroup(SqlReader reader, Guid groupId, string id, MemberType type)
    {
        if (Find(reader, id, type) is { } known && known.GroupId == groupId)
            return known;
        // A slash in a path is still encoded here, unlike everything else.
        var named = FindByCustomId(reader, groupId, id) ?? FindByCustomId(reader, groupId, id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        return named?.Type == type ? named : null;
    }

    private static Member? FindByCustomId(SqlReader reader, Guid groupId, string customId)
    {
        if (reader.Where<Member>("group_id = ? AND custom_individual_id = ?", groupId, customId) is [var member])
            return member;
        return reader.Where<MemberAlias>("group_id = ? AND custom_individual_id = ?", groupId, customId) is [var alias]
            && reader.Where<Member>("id = ?", alias.MemberId) is [var named] ? named : null;
    }
}
