using NoyoEmulator.CarrierDirectory;
using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Discrepancies;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.Pages;
using NoyoEmulator.Fulfillment.PartnerDocuments;
using NoyoEmulator.Fulfillment.Renewals;
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
        : One<RenewalDecision>(id) is { } renewal ? new ExplainedSubject(
            RenewalProgress.HistoryKind, $"the renewal decision of group {renewal.GroupId} for {renewal.RenewalDate:yyyy-MM-dd}: {EnumName.Of(renewal.Status)}")
        : One<Issue>(id) is { } issue ? new ExplainedSubject(
            IssueLog.HistoryKind, $"an issue{(issue.Category is { } category ? $" of category {category}" : "")}{Of(issue.GroupId)}{At(issue.PartnerId)}: {EnumName.Of(issue.Status)}")
        : One<Member>(IssuePersonId.MemberOf(id)) is { } member ? new ExplainedSubject(
            IssuePersonId.Kind, $"whom issues are about that are about {EnumName.Of(member.Type)} {member.Id}")
        : DescribeFeed(id) is { } feed ? feed
        : DescribeDocument(id) is { } document ? document
        : One<DiscrepancyStep>(id) is { } step ? new ExplainedSubject(
            DiscrepancyStep.ResolutionKind, $"what was done about discrepancy {step.DifferenceId} by the older operations: {step.Outcome ?? "acknowledged"}")
        : One<DiscrepancyStep>(DiscrepancyStep.NoteOf(id)) is { } said ? new ExplainedSubject(
            DiscrepancyStep.NoteKind, $"what was said about discrepancy {said.DifferenceId} with resolution {said.Id}")
        : One<OrganizationCarrier>(id) is { } request ? new ExplainedSubject(
            "organization_carrier", $"that organization {request.OrganizationId} asked for carrier {request.CarrierId}: {EnumName.Of(request.Status)}")
        : DescribeMapping(id);

    private ExplainedSubject? DescribeFeed(Guid id) =>
        One<FeedRun>(id) is { } run ? new ExplainedSubject("feed_run", $"a file with people of group {run.GroupId} that went to carrier {run.CarrierId}")
        : One<Carrier>(FeedIds.FeedOf(id)) is { } carrier ? new ExplainedSubject(FeedIds.Feed, $"the files that go to carrier {carrier.Id}")
        : One<FeedRun>(FeedIds.TransmissionOf(id)) is { } sent ? new ExplainedSubject(FeedIds.Transmission, $"that the file of feed run {sent.Id} was sent")
        : null;

    private ExplainedSubject? DescribeDocument(Guid id) =>
        One<PartnerDocument>(id) is { } document ? new ExplainedSubject(
            PartnerDocument.HistoryKind, $"a document of type {document.ContentType} of {document.PartnerType} {document.PartnerId}")
        : One<PartnerDocumentSource>(id) is { } source ? new ExplainedSubject(PartnerDocumentSource.Kind, $"where documents of {source.PartnerType} {source.PartnerId} come from")
        : One<PartnerDocument>(PartnerDocument.WorkflowOf(id)) is { } read ? new ExplainedSubject(PartnerDocument.WorkflowKind, $"that document {read.Id} is read")
        : null;

    private ExplainedSubject? DescribeMapping(Guid id) =>
        One<Group>(DerivedId.Mask(id, PlatformStructures.StructureKind)) is { } group ? new ExplainedSubject(
            PlatformStructures.StructureKind, $"the plans of group {group.Id} as the platform names them")
        : One<Group>(DerivedId.Mask(id, PlatformStructures.AccountStructureKind)) is { } mapped ? new ExplainedSubject(
            PlatformStructures.AccountStructureKind, $"what group {mapped.Id} has to map")
        : One<GroupEnrollment>(PlatformStructures.PlanFieldId(id)) is { } line ? new ExplainedSubject(
            "mapped_field", $"the plans of group {line.GroupId} for {line.LineOfCoverage}{At(line.CarrierId)}")
        : SettingWith(id);

    /// <summary>Few groups have settings at a carrier.</summary>
    private ExplainedSubject? SettingWith(Guid id)
    {
        foreach (var configuration in reader.Where<GroupCarrierConfiguration>("configuration <> '{}'"))
        {
            if (PlatformStructures.SettingsOf(configuration).Any(name => PlatformStructures.SettingFieldId(configuration.Id, name) == id))
                return new ExplainedSubject("mapped_field", $"a setting of what Noyo holds of group {configuration.GroupId}{At(configuration.CarrierId)}");
        }

        return null;
    }

    private static string Of(Guid? groupId) => groupId is null ? "" : $" of group {groupId}";

    private static string At(Guid? carrierId) => carrierId is null ? "" : $" at carrier {carrierId}";

    private T? One<T>(Guid id)
        where T : class => reader.Where<T>("id = ?", id) is [var found, ..] ? found : null;
}
