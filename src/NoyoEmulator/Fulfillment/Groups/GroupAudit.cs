using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>That all of a group's records at a carrier were fetched and compared: an audit, as Noyo's documents call it.</summary>
internal sealed class GroupAudit
{
    public Guid GroupId { get; set; }

    public Guid CarrierId { get; set; }

    public DateTimeOffset CompletedAt { get; set; }

    /// <summary>Puts on record that groups were audited now.</summary>
    public static void Record(WorldSession session, Guid carrierId, IEnumerable<Guid> groupIds)
    {
        foreach (var groupId in groupIds)
        {
            if (session.Rows.Find<GroupAudit>(groupId, carrierId, session.Now) is null)
                session.Rows.Insert(new GroupAudit { GroupId = groupId, CarrierId = carrierId, CompletedAt = session.Now });
        }
    }
}

internal sealed class GroupAuditConfiguration : IEntityTypeConfiguration<GroupAudit>
{
    public void Configure(EntityTypeBuilder<GroupAudit> builder) =>
        builder.HasKey(audit => new { audit.GroupId, audit.CarrierId, audit.CompletedAt });
}
