using System.ComponentModel.DataAnnotations;

namespace Platform;

public sealed class NoyoOptions
{
    [Required]
    public required Uri FulfillmentUrl { get; init; }

    [Required]
    public required Uri TrackingUrl { get; init; }

    [Required]
    public required string AccessToken { get; init; }

    [Required]
    public required string WebhookSecret { get; init; }
}
