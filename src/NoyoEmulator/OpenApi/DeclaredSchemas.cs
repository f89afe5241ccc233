using System.Collections.Frozen;
using NoyoEmulator.CarrierDirectory;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Configuration;
using NoyoEmulator.Control;
using NoyoEmulator.Faults;
using NoyoEmulator.Fulfillment.Discrepancies;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.IndividualEnrollments;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Fulfillment.PartnerDocuments;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Fulfillment.Premiums;
using NoyoEmulator.Fulfillment.Renewals;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Inbox;
using NoyoEmulator.Seeding;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;
using NoyoEmulator.Webhooks.Gauntlet;

namespace NoyoEmulator.OpenApi;

/// <summary>What texts look like where no validator says it: in answers, and in bodies whose rules are code.</summary>
internal static class DeclaredSchemas
{
    private static readonly FieldSchema Text = new();
    private static readonly FieldSchema Uuid = new() { Format = "uuid" };
    private static readonly FieldSchema Date = new() { Format = "date" };
    private static readonly FieldSchema Instant = new() { Format = "date-time" };
    private static readonly FieldSchema Duration = new() { Note = "Written as `PT10S`, `90s`, `2d`, or as a number of seconds." };
    private static readonly FieldSchema Delay = Duration with { Note = "Written as `PT10S`, `90s`, `2d`, as a number of seconds, or `manual`." };
    private static readonly FieldSchema Url = new() { Format = "uri" };
    private static readonly FieldSchema TextOrObject = new() { IsObjectToo = true };
    private static readonly FieldSchema ChangeType = new() { Values = ["member_snapshot", "member_request"] };
    private static readonly FieldSchema EventTypes = new() { Values = WebhookEventType.Listing };

    private static readonly FrozenDictionary<(Type Type, string Property), FieldSchema> Schemas =
        new Dictionary<(Type Type, string Property), FieldSchema>
        {
            [(typeof(OutboundMemberSnapshot), nameof(OutboundMemberSnapshot.Status))] = OneOf<SnapshotStatus>(),
            [(typeof(OutboundSimplifiedMemberSnapshot), nameof(OutboundSimplifiedMemberSnapshot.Status))] = OneOf<SnapshotStatus>(),
            [(typeof(CarrierFulfillmentStatus), nameof(CarrierFulfillmentStatus.Status))] = OneOf<FulfillmentStatus>(),

            [(typeof(OutboundMemberSnapshotCreatedMember), nameof(OutboundMemberSnapshotCreatedMember.Type))] = OneOf<MemberType>(),
            [(typeof(EmployeeCarrierStatus), nameof(EmployeeCarrierStatus.Status))] = new()
            {
                Values = ["pending_changes", "stable", "unable_to_fulfill"],
            },
            [(typeof(PlatformChange), nameof(PlatformChange.Status))] = new() { Values = ["processing"] },
            [(typeof(PlatformChange), nameof(PlatformChange.Type))] = ChangeType,
            [(typeof(LatestPlatformChange), nameof(LatestPlatformChange.Status))] = new() { Values = ["completed", "failed"] },
            [(typeof(LatestPlatformChange), nameof(LatestPlatformChange.Type))] = ChangeType,
            [(typeof(PersonWithoutSSN), nameof(PersonWithoutSSN.Sex))] = new() { Values = MemberSnapshotVocabulary.Sexes },
            [(typeof(PersonWithoutSSN), nameof(PersonWithoutSSN.MaritalStatus))] = new() { Values = MemberSnapshotVocabulary.MaritalStatuses },
            [(typeof(EmploymentResult), nameof(EmploymentResult.EmploymentStatus))] = new() { Values = MemberSnapshotVocabulary.EmploymentStatuses },
            [(typeof(DependentResultOf<Person>), nameof(DependentResult.Relationship))] = new() { Values = MemberSnapshotVocabulary.Relationships },
            [(typeof(DependentResultOf<PersonWithoutSSN>), nameof(DependentResult.Relationship))] = new() { Values = MemberSnapshotVocabulary.Relationships },
            [(typeof(MemberTransactionResult), nameof(MemberTransactionResult.TransactionType))] = new() { Values = TransactionTypes.All },
            [(typeof(ContactResult), nameof(ContactResult.Types))] = OneOf<ContactType>(),
            [(typeof(PublicGroupCarrierConnectionConfigurationResult), nameof(PublicGroupCarrierConnectionConfigurationResult.ConnectionTier))] =
            new() { Values = ExchangeTerms.Tiers },
            [(typeof(CarrierDirectory.CarrierResult), nameof(CarrierDirectory.CarrierResult.State))] = new() { Values = CarrierTerms.States },
            [(typeof(CarrierDirectory.CarrierResult), nameof(CarrierDirectory.CarrierResult.LinesOfCoverage))] = new() { Values = CarrierTerms.LinesOfCoverage },
            [(typeof(Accounts.TokenResponse), nameof(Accounts.TokenResponse.TokenType))] = new() { Values = ["Bearer"] },

            [(typeof(BasicDifferenceResult), nameof(BasicDifferenceResult.ObjectType))] = OneOf<ObjectType>(),
            [(typeof(BasicDifferenceResult), nameof(BasicDifferenceResult.DifferenceClassification))] = OneOf<Classification>(),
            [(typeof(BasicDifferenceResult), nameof(BasicDifferenceResult.DifferenceType))] =
            new() { Values = [.. DifferenceCatalogue.All.Select(type => type.Name).Distinct(StringComparer.Ordinal)] },
            [(typeof(DifferenceField), nameof(DifferenceField.PlatformValue))] = TextOrObject,
            [(typeof(DifferenceField), nameof(DifferenceField.CarrierValue))] = TextOrObject,
            [(typeof(DifferenceSourceResult), nameof(DifferenceSourceResult.Stage))] = OneOf<SourceStage>(),
            [(typeof(DifferenceSourceResult), nameof(DifferenceSourceResult.ObjectType))] = new()
            {
                Values = ["member_transaction", "carrier_sync"],
            },
            [(typeof(UpdateDifferenceAssigneeRequest), nameof(UpdateDifferenceAssigneeRequest.AssigneeId))] = Text,
            [(typeof(BatchAssigneeUpdateRequest), nameof(BatchAssigneeUpdateRequest.AssigneeId))] = Text,
            [(typeof(BatchAssigneeUpdateRequest), nameof(BatchAssigneeUpdateRequest.Ids))] = Uuid,
            [(typeof(BatchDismissalUpdateRequest), nameof(BatchDismissalUpdateRequest.Ids))] = Uuid,
            [(typeof(CarrierOverride), nameof(CarrierOverride.CarrierId))] = Uuid,
            [(typeof(MemberTransactionResult), nameof(MemberTransactionResult.Status))] = OneOf<TransactionStatus>(),
            [(typeof(StatusDetailResult), nameof(StatusDetailResult.StatusDetail))] = OneOf<StatusDetail>(),

            [(typeof(PublicFeedResult), nameof(PublicFeedResult.NextTransmission))] = Instant,
            [(typeof(PublicFeedResult), nameof(PublicFeedResult.Status))] = new() { Values = [Feed.Active, Feed.Retired] },
            [(typeof(Cadence), nameof(Cadence.StartDate))] = Date,
            [(typeof(Cadence), nameof(Cadence.EndDate))] = Date,
            [(typeof(Cadence), nameof(Cadence.NextTransmission))] = Instant,
            [(typeof(PublicFeedRunFileResult), nameof(PublicFeedRunFileResult.SignedUrl))] = Url,
            [(typeof(DiscrepancyBasics), nameof(DiscrepancyBasics.Status))] = OneOf<DiscrepancyStatus>(),
            [(typeof(DiscrepancyBasics), nameof(DiscrepancyBasics.SubjectType))] = new() { Values = DiscrepancyTerms.SubjectTypes },
            [(typeof(DiscrepancyPublicResult), nameof(DiscrepancyPublicResult.DiscrepancyType))] = new() { Values = DiscrepancyTerms.Types },
            [(typeof(ReconciliationIssuePublicResult), nameof(ReconciliationIssuePublicResult.ReconciliationIssueType))] = new() { Values = DiscrepancyTerms.Types },
            [(typeof(PartnerDocumentPublicResult), nameof(PartnerDocumentPublicResult.EffectiveDate))] = Date,
            [(typeof(PartnerDocumentSourcePublicResult), nameof(PartnerDocumentSourcePublicResult.PartnerType))] = new() { Values = PartnerDocumentTerms.SourcePartnerTypes },
            [(typeof(PartnerDocumentSourcePublicResult), nameof(PartnerDocumentSourcePublicResult.MatchStrategy))] = new() { Values = PartnerDocumentTerms.MatchStrategies },
            [(typeof(SeedPartnerDocument), nameof(SeedPartnerDocument.Id))] = Uuid,
            [(typeof(SeedPartnerDocument), nameof(SeedPartnerDocument.PartnerId))] = Uuid,
            [(typeof(SeedPartnerDocumentSource), nameof(SeedPartnerDocumentSource.Id))] = Uuid,
            [(typeof(SeedPartnerDocumentSource), nameof(SeedPartnerDocumentSource.PartnerId))] = Uuid,
            [(typeof(PublicIssueResult), nameof(PublicIssueResult.Status))] = OneOf<IssueStatus>(),
            [(typeof(PublicIssueResult), nameof(PublicIssueResult.Category))] = new() { Values = IssueTerms.Categories },
            [(typeof(IssueUIResult), nameof(IssueUIResult.Source))] = OneOf<IssueSource>(),
            [(typeof(IssueUIResult), nameof(IssueUIResult.PartnerType))] = new() { Values = IssueTerms.PartnerTypes },
            [(typeof(IssueUIEditRequest), nameof(IssueUIEditRequest.LastSeen))] = Instant,
            [(typeof(IssueDataResolution), nameof(IssueDataResolution.PendingTime))] = Instant,
            [(typeof(IssueUIResult), nameof(IssueUIResult.OriginatingRecordType))] = new() { Values = IssueTerms.OriginatingRecordTypes },
            [(typeof(IssueAction), nameof(IssueAction.CompletedAt))] = Instant,
            [(typeof(IssuePersonUIResult), nameof(IssuePersonUIResult.DateOfBirth))] = Date,
            [(typeof(UIRenewalDecisionResult), nameof(UIRenewalDecisionResult.Status))] = OneOf<RenewalStatus>(),
            [(typeof(UIRenewalDecisionResult), nameof(UIRenewalDecisionResult.RenewalDate))] = Date,
            [(typeof(RenewalDecisionIssue), nameof(RenewalDecisionIssue.Level))] = new() { Values = RenewalVerdicts.Levels },
            [(typeof(GroupEnrollmentPublicResult), nameof(GroupEnrollmentPublicResult.Status))] = OneOf<GroupEnrollmentStatus>(),
            [(typeof(GroupEnrollmentPublicResult), nameof(GroupEnrollmentPublicResult.LineOfCoverage))] = new() { Values = MemberSnapshotVocabulary.LinesOfCoverage },
            [(typeof(GroupPlanResult), nameof(GroupPlanResult.Status))] = OneOf<PlanStatus>(),
            [(typeof(GroupPlanResult), nameof(GroupPlanResult.LineOfCoverage))] = new() { Values = MemberSnapshotVocabulary.LinesOfCoverage },
            [(typeof(GroupPlanResult), nameof(GroupPlanResult.TerminationPolicy))] = new() { Values = PlanTerms.TerminationPolicies },
            [(typeof(GroupPlanResult), nameof(GroupPlanResult.MetalTier))] = new() { Values = PlanTerms.MetalTiers },
            [(typeof(GroupPlanResult), nameof(GroupPlanResult.EligibleMemberTypes))] = new() { Values = PlanTerms.MemberTypes },
            [(typeof(UIGroupPlanResult), nameof(UIGroupPlanResult.LineOfCoverage))] = new() { Values = MemberSnapshotVocabulary.LinesOfCoverage },
            [(typeof(PublicIndividualEnrollmentResultWithConfig), nameof(PublicIndividualEnrollmentResultWithConfig.Status))] = OneOf<EnrollmentStatus>(),
            [(typeof(PublicIndividualEnrollmentResultWithConfig), nameof(PublicIndividualEnrollmentResultWithConfig.LineOfCoverage))] =
            new() { Values = MemberSnapshotVocabulary.LinesOfCoverage },
            [(typeof(PublicIndividualEnrollmentResultWithConfig), nameof(PublicIndividualEnrollmentResultWithConfig.IndividualType))] =
            new() { Values = MemberSnapshotVocabulary.IndividualTypes },
            [(typeof(IndividualEnrollmentCOBRAEnrollment), nameof(IndividualEnrollmentCOBRAEnrollment.CobraType))] = new() { Values = ["federal", "state"] },
            [(typeof(COBRADetails), nameof(COBRADetails.EligibilityStartDate))] = Date,
            [(typeof(COBRADetails), nameof(COBRADetails.EligibilityEndDate))] = Date,
            [(typeof(COBRADetails), nameof(COBRADetails.QualifyingEventDate))] = Date,
            [(typeof(COBRADetails), nameof(COBRADetails.QualifyingEventReason))] = new() { Values = MemberSnapshotVocabulary.QualifyingEventReasons },
            [(typeof(PrimaryCareProvider), nameof(PrimaryCareProvider.IdentificationCodeType))] = new() { Values = MemberSnapshotVocabulary.IdentificationCodeTypes },
            [(typeof(PrimaryCareProvider), nameof(PrimaryCareProvider.EntityIdentifierCode))] = new() { Values = MemberSnapshotVocabulary.EntityIdentifierCodes },
            [(typeof(PrimaryCareProvider), nameof(PrimaryCareProvider.EntityType))] = new() { Values = MemberSnapshotVocabulary.EntityTypes },
            [(typeof(PrimaryCareProvider), nameof(PrimaryCareProvider.PatientRelationshipCode))] = new() { Values = MemberSnapshotVocabulary.PatientRelationshipCodes },
            [(typeof(MemberPremiumResult), nameof(MemberPremiumResult.PremiumType))] = new() { Values = PlanPremium.Types },
            [(typeof(MemberPremiumBilledMember), nameof(MemberPremiumBilledMember.MemberType))] = new() { Values = MemberSnapshotVocabulary.IndividualTypes },
            [(typeof(MemberPremiumBilledMember), nameof(MemberPremiumBilledMember.LineOfCoverage))] = new() { Values = MemberSnapshotVocabulary.LinesOfCoverage },

            [(typeof(ClockBody), nameof(ClockBody.Mode))] = OneOf<ClockMode>(),
            [(typeof(ClockResult), nameof(ClockResult.Mode))] = OneOf<ClockMode>(),
            [(typeof(AdvanceBody), nameof(AdvanceBody.By))] = Duration,
            [(typeof(DrainBody), nameof(DrainBody.Timeout))] = Duration,
            [(typeof(InfoResult), nameof(InfoResult.Uptime))] = Text,
            [(typeof(LedgerEntry), nameof(LedgerEntry.Kind))] = new() { Values = WorkKinds.LedgerNames },
            [(typeof(LedgerEntry), nameof(LedgerEntry.EventType))] = EventTypes,
            [(typeof(LedgerEntry), nameof(LedgerEntry.Status))] = OneOf<DeliveryStatus>(),
            [(typeof(PendingWork), nameof(PendingWork.Kind))] = new() { Values = WorkKinds.LedgerNames },

            [(typeof(CarrierBehaviorBody), nameof(CarrierBehaviorBody.Tier))] = OneOf<CarrierTier>(),
            [(typeof(CarrierDelaysBody), nameof(CarrierDelaysBody.Submit))] = Delay,
            [(typeof(CarrierDelaysBody), nameof(CarrierDelaysBody.Process))] = Delay,
            [(typeof(CarrierDelaysBody), nameof(CarrierDelaysBody.Confirm))] = Delay,
            [(typeof(CarrierMatchBody), nameof(CarrierMatchBody.GroupId))] = Uuid,
            [(typeof(CarrierMatchBody), nameof(CarrierMatchBody.EmployeeId))] = Uuid,
            [(typeof(CarrierMatchBody), nameof(CarrierMatchBody.IndividualId))] = Uuid,
            [(typeof(CarrierMatchBody), nameof(CarrierMatchBody.PlanId))] = Uuid,
            [(typeof(CarrierMatchBody), nameof(CarrierMatchBody.LineOfCoverage))] = new() { Values = MemberSnapshotVocabulary.LinesOfCoverage },
            [(typeof(CarrierRuleBody), nameof(CarrierRuleBody.Effect))] = TextOrObject,
            [(typeof(SyncBody), nameof(SyncBody.GroupId))] = Uuid,
            [(typeof(SyncBody), nameof(SyncBody.EmployeeId))] = Uuid,

            [(typeof(ExpectedWebhook), nameof(ExpectedWebhook.Type))] = EventTypes,
            [(typeof(ExpectedWebhook), nameof(ExpectedWebhook.ObjectId))] = Uuid,
            [(typeof(ExpectedWebhook), nameof(ExpectedWebhook.Status))] = OneOf<DeliveryStatus>(),
            [(typeof(ExpectedWebhook), nameof(ExpectedWebhook.SubscriptionId))] = Uuid,
            [(typeof(FaultTerms), nameof(FaultTerms.Delay))] = Duration,
            [(typeof(FaultTerms), nameof(FaultTerms.RetryAfter))] = Duration,
            [(typeof(SeedDocument), nameof(SeedDocument.OrganizationId))] = Uuid,
            [(typeof(SeedCarrier), nameof(SeedCarrier.Id))] = Uuid,
            [(typeof(SeedGroup), nameof(SeedGroup.Id))] = Uuid,
            [(typeof(SeedGroup), nameof(SeedGroup.OrganizationId))] = Uuid,
            [(typeof(SeedConnection), nameof(SeedConnection.CarrierId))] = Uuid,
            [(typeof(SeedConnection), nameof(SeedConnection.Status))] = OneOf<ConnectionStatus>(),
            [(typeof(SeedCarrier), nameof(SeedCarrier.State))] = new() { Values = CarrierTerms.States },
            [(typeof(SeedCarrier), nameof(SeedCarrier.LinesOfCoverage))] = new() { Values = CarrierTerms.LinesOfCoverage },
            [(typeof(SeedLocation), nameof(SeedLocation.Id))] = Uuid,
            [(typeof(SeedContact), nameof(SeedContact.Id))] = Uuid,
            [(typeof(SeedContact), nameof(SeedContact.CarrierId))] = Uuid,
            [(typeof(SeedContact), nameof(SeedContact.Types))] = OneOf<ContactType>(),
            [(typeof(SeedCarrierConfiguration), nameof(SeedCarrierConfiguration.Id))] = Uuid,
            [(typeof(SeedCarrierConfiguration), nameof(SeedCarrierConfiguration.CarrierId))] = Uuid,
            [(typeof(SeedCarrierConfiguration), nameof(SeedCarrierConfiguration.EffectiveStartDate))] = new() { Format = "date" },
            [(typeof(SeedIssue), nameof(SeedIssue.Id))] = Uuid,
            [(typeof(SeedIssue), nameof(SeedIssue.CarrierId))] = Uuid,
            [(typeof(SeedIssue), nameof(SeedIssue.EmployeeId))] = Uuid,
            [(typeof(SeedRenewalDecision), nameof(SeedRenewalDecision.Id))] = Uuid,
            [(typeof(SeedRenewalDecision), nameof(SeedRenewalDecision.Status))] = OneOf<RenewalStatus>(),
            [(typeof(SeedRenewalDecision), nameof(SeedRenewalDecision.RenewalDate))] = Date,
            [(typeof(SeedOrganizationCarrier), nameof(SeedOrganizationCarrier.Id))] = Uuid,
            [(typeof(SeedOrganizationCarrier), nameof(SeedOrganizationCarrier.OrganizationId))] = Uuid,
            [(typeof(SeedOrganizationCarrier), nameof(SeedOrganizationCarrier.CarrierId))] = Uuid,
            [(typeof(SeedPlan), nameof(SeedPlan.Id))] = Uuid,
            [(typeof(SeedPlan), nameof(SeedPlan.CarrierId))] = Uuid,
            [(typeof(SeedPlan), nameof(SeedPlan.LineOfCoverage))] = new() { Values = MemberSnapshotVocabulary.LinesOfCoverage },
            [(typeof(SeedGroupEnrollment), nameof(SeedGroupEnrollment.Id))] = Uuid,
            [(typeof(SeedGroupEnrollment), nameof(SeedGroupEnrollment.CarrierId))] = Uuid,
            [(typeof(SeedGroupEnrollment), nameof(SeedGroupEnrollment.LineOfCoverage))] = new() { Values = MemberSnapshotVocabulary.LinesOfCoverage },
            [(typeof(SeedFamily), nameof(SeedFamily.GroupId))] = Uuid,
            [(typeof(SeedFamily), nameof(SeedFamily.LocationId))] = Uuid,
            [(typeof(SeedCarrierRecord), nameof(SeedCarrierRecord.CarrierId))] = Uuid,
            [(typeof(SeedSnapshot), nameof(SeedSnapshot.GroupId))] = Uuid,
            [(typeof(SeedSnapshot), nameof(SeedSnapshot.PostedAt))] = new() { Format = "date-time" },

            [(typeof(WorldBody), nameof(WorldBody.TimeToLive))] = Duration,
            [(typeof(ReleaseBody), nameof(ReleaseBody.SnapshotId))] = Uuid,
            [(typeof(ReleaseBody), nameof(ReleaseBody.EmployeeId))] = Uuid,
            [(typeof(ReleaseBody), nameof(ReleaseBody.TransactionId))] = Uuid,

            [(typeof(SubscriptionTerms), nameof(SubscriptionTerms.Url))] = Url,
            [(typeof(SubscriptionTerms), nameof(SubscriptionTerms.Secret))] = new() { MinLength = 1 },
            [(typeof(SubscriptionTerms), nameof(SubscriptionTerms.Events))] = EventTypes,
            [(typeof(SubscriptionTerms), nameof(SubscriptionTerms.Order))] = OneOf<DeliveryOrder>(),
            [(typeof(SubscriptionResult), nameof(SubscriptionResult.Order))] = OneOf<DeliveryOrder>(),
            [(typeof(SubscriptionResult), nameof(SubscriptionResult.Status))] = OneOf<SubscriptionStatus>(),
            [(typeof(SecretBody), nameof(SecretBody.Overlap))] = Duration,
            [(typeof(RecoverBody), nameof(RecoverBody.Status))] = OneOf<RecoverStatus>(),
            [(typeof(InboxBehaviorBody), nameof(InboxBehaviorBody.Delay))] = Duration,
            [(typeof(InboxBehaviorResult), nameof(InboxBehaviorResult.Delay))] = Text,
            [(typeof(InboxMessageResult), nameof(InboxMessageResult.Signature))] = OneOf<InboxSignature>(),
            [(typeof(GauntletBody), nameof(GauntletBody.Url))] = Url,
            [(typeof(GauntletReport), nameof(GauntletReport.Verdict))] = OneOf<GauntletVerdict>(),
            [(typeof(GauntletTrialResult), nameof(GauntletTrialResult.Verdict))] = OneOf<GauntletVerdict>(),
            [(typeof(SubscriptionResult), nameof(SubscriptionResult.Events))] = EventTypes,
            [(typeof(DeliveryResult), nameof(DeliveryResult.Status))] = OneOf<DeliveryStatus>(),
            [(typeof(DeliveryResult), nameof(DeliveryResult.Type))] = EventTypes,
            [(typeof(EventResult), nameof(EventResult.Type))] = EventTypes,
        }.ToFrozenDictionary();

    /// <summary>Properties that rules of code require.</summary>
    public static FrozenSet<(Type Type, string Property)> Required { get; } = FrozenSet.Create(
        (typeof(Accounts.TokenRequest), nameof(Accounts.TokenRequest.GrantType)),
        (typeof(UpdateDifferenceAssigneeRequest), nameof(UpdateDifferenceAssigneeRequest.AssigneeId)),
        (typeof(BatchAssigneeUpdateRequest), nameof(BatchAssigneeUpdateRequest.AssigneeId)),
        (typeof(CarrierOverride), nameof(CarrierOverride.CarrierId)),
        (typeof(SeedCarrier), nameof(SeedCarrier.Id)),
        (typeof(SeedGroup), nameof(SeedGroup.Id)),
        (typeof(SeedConnection), nameof(SeedConnection.CarrierId)),
        (typeof(SeedContact), nameof(SeedContact.FirstName)),
        (typeof(SeedContact), nameof(SeedContact.LastName)),
        (typeof(SeedContact), nameof(SeedContact.Email)),
        (typeof(SeedContact), nameof(SeedContact.Types)),
        (typeof(SeedCarrierConfiguration), nameof(SeedCarrierConfiguration.CarrierId)),
        (typeof(SeedRenewalDecision), nameof(SeedRenewalDecision.RenewalDate)),
        (typeof(SeedRenewalDecision), nameof(SeedRenewalDecision.Body)),
        (typeof(SeedOrganizationCarrier), nameof(SeedOrganizationCarrier.CarrierId)),
        (typeof(SeedPlan), nameof(SeedPlan.Id)),
        (typeof(SeedPlan), nameof(SeedPlan.CarrierId)),
        (typeof(SeedPlan), nameof(SeedPlan.LineOfCoverage)),
        (typeof(SeedGroupEnrollment), nameof(SeedGroupEnrollment.CarrierId)),
        (typeof(SeedGroupEnrollment), nameof(SeedGroupEnrollment.LineOfCoverage)),
        (typeof(SeedFamily), nameof(SeedFamily.GroupId)),
        (typeof(SeedCarrierRecord), nameof(SeedCarrierRecord.CarrierId)),
        (typeof(SeedSnapshot), nameof(SeedSnapshot.GroupId)),
        (typeof(SeedSnapshot), nameof(SeedSnapshot.PostedAt)),
        (typeof(GauntletBody), nameof(GauntletBody.Url)),
        (typeof(CarrierRuleBody), nameof(CarrierRuleBody.Effect)));

    /// <summary>What a property's text, or each of a list's, looks like.</summary>
    public static FieldSchema? Of(Type declaring, string property) => Schemas.GetValueOrDefault((declaring, property));

    private static FieldSchema OneOf<TEnum>()
        where TEnum : struct, Enum => new() { Values = EnumName.All<TEnum>() };
}
