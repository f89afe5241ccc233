using System.Text.Json;
using FluentValidation;
using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>A kind of member request: what its bodies are, and what they mean.</summary>
internal abstract class MemberRequestKind
{
    private static readonly Dictionary<MemberRequestType, MemberRequestKind> Kinds = new()
    {
        [MemberRequestType.Demographic] = new Kind<MemberRequestDemographicChangeRequest>(DemographicDecision.Decide),
        [MemberRequestType.NewHire] = new Kind<MemberRequestNewHireEnrollmentRequest>(EnrollmentDecisions.Decide),
        [MemberRequestType.Termination] = new Kind<MemberRequestTerminationRequest>(TerminationDecision.Decide),
        [MemberRequestType.OpenEnrollment] = new Kind<MemberRequestOpenEnrollmentRequest>(EnrollmentDecisions.Decide),
        [MemberRequestType.QualifyingLifeEvent] = new Kind<MemberRequestQualifyingLifeEventRequest>(EnrollmentDecisions.Decide),
        [MemberRequestType.EnrollmentSnapshot] = new Kind<MemberRequestEnrollmentSnapshotRequest>(EnrollmentDecisions.Decide),
        [MemberRequestType.CobraEnrollment] = new Kind<MemberRequestCOBRAEnrollmentRequest>(EnrollmentDecisions.Decide),
        [MemberRequestType.CobraTermination] = new Kind<MemberRequestCOBRATerminationRequest>(TerminationDecision.Decide),
        [MemberRequestType.CobraOpenEnrollment] = new Kind<MemberRequestCOBRAOpenEnrollmentRequest>(EnrollmentDecisions.Decide),
        [MemberRequestType.CobraQualifyingLifeEvent] = new Kind<MemberRequestCOBRAQualifyingLifeEventRequest>(EnrollmentDecisions.Decide),
    };

    /// <summary>The kind of a type.</summary>
    public static MemberRequestKind Of(MemberRequestType type) => Kinds[type];

    /// <summary>What a request of the kind means, given what is known.</summary>
    public abstract RequestedChange Decide(RequestContext context, object body);

    /// <summary>Reads a body that did not come with a request of its own.</summary>
    /// <param name="body">The body.</param>
    /// <param name="services">Where the validators are.</param>
    /// <returns>What it means, given what is known; or what is wrong with it.</returns>
    public abstract (Func<RequestContext, RequestedChange>? Decide, IReadOnlyList<FieldError> Failures) Read(JsonElement body, IServiceProvider services);

    private sealed class Kind<TBody>(Func<RequestContext, TBody, RequestedChange> decide) : MemberRequestKind
        where TBody : class
    {
        public override RequestedChange Decide(RequestContext context, object body) => decide(context, (TBody)body);

        public override (Func<RequestContext, RequestedChange>? Decide, IReadOnlyList<FieldError> Failures) Read(JsonElement body, IServiceProvider services)
        {
            var (value, failures) = JsonShape.Read<TBody>(body);
            if (value is not null)
                failures = ValidationFilter.FailuresOf(value, failures, services.GetRequiredService<IValidator<TBody>>());
            return failures.Count == 0 ? (context => decide(context, value!), []) : (null, failures);
        }
    }
}
