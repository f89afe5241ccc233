using NoyoEmulator.CarrierDirectory;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>Finds what belongs to a group, or to an organization. Whom a contact is about stays unsaid.</summary>
internal sealed class GroupSubjects(SqlReader reader)
{
    /// <summary>What has the id; null when nothing of the kind has.</summary>
    public ExplainedSubject? Find(Guid id)
    {
        var subject = Describe(id);
        _ = subject?.Subjects.Add(id);
        return subject;
    }

    private ExplainedSubject? Describe(Guid id) =>
        One<GroupContact>(id) is { } contact ? new ExplainedSubject("group_contact", $"a contact of group {contact.GroupId}{At(contact.CarrierId)}")
        : One<GroupLocation>(id) is { } location ? new ExplainedSubject("group_location", $"a location of group {location.GroupId}")
        : One<GroupCarrierConfiguration>(id) is { } configuration ? new ExplainedSubject(
            "group_carrier_configuration", $"what Noyo holds of group {configuration.GroupId}{At(configuration.CarrierId)}")
        : One<OrganizationCarrier>(id) is { } request ? new ExplainedSubject(
            "organization_carrier", $"that organization {request.OrganizationId} asked for carrier {request.CarrierId}: {EnumName.Of(request.Status)}")
        : null;

    private static string At(Guid? carrierId) => carrierId is null ? "" : $" at carrier {carrierId}";

    private T? One<T>(Guid id)
        where T : class => reader.Where<T>("id = ?", id) is [var found, ..] ? found : null;
}
