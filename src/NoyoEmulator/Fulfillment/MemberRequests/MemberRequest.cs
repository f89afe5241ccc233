using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>The kinds of member requests (OpenAPI).</summary>
internal enum MemberRequestType
{
    Demographic,
    NewHire,
    Termination,
    OpenEnrollment,
    QualifyingLifeEvent,
    EnrollmentSnapshot,
    CobraEnrollment,
    CobraTermination,
    CobraOpenEnrollment,
    CobraQualifyingLifeEvent,
}

/// <summary>The status of a member request (OpenAPI).</summary>
internal enum MemberRequestStatus
{
    Processing,
    Completed,
    Failed,
    Canceled,
}

/// <summary>
/// A change of a family that the platform asked for. How far it has come is said by the change of the same id, which goes the way of a
/// snapshot.
/// </summary>
internal sealed class MemberRequest
{
    public Guid Id { get; set; }

    public DateTimeOffset Created { get; set; }

    public Guid GroupId { get; set; }

    public Guid EmployeeId { get; set; }

    public MemberRequestType RequestType { get; set; }
}

internal sealed class MemberRequestConfiguration : IEntityTypeConfiguration<MemberRequest>
{
    public void Configure(EntityTypeBuilder<MemberRequest> builder)
    {
        builder.HasKey(request => request.Id);
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.HasIndex(request => new { request.Created, request.Id });
        builder.HasIndex(request => new { request.EmployeeId, request.Created, request.Id });
        builder.HasIndex(request => new { request.GroupId, request.Created, request.Id });
    }
}
