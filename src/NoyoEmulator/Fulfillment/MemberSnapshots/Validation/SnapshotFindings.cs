using FluentValidation;
using FluentValidation.Results;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>
/// Where the rules that compare fields with each other put what they find. They name places as if the snapshot were the whole
/// body; where it is a part of one, the places are put below that part.
/// </summary>
internal sealed class SnapshotFindings
{
    private readonly string _root;
    private readonly Action<string, string> _add;
    private readonly Func<string, bool> _isUnreadable;

    /// <summary>What is found becomes a failure of the validation.</summary>
    public SnapshotFindings(ValidationContext<InboundMemberSnapshot> context)
    {
        _root = JsonPath.FromPropertyPath(context.PropertyChain.ToString());
        _add = (path, predicate) => context.AddFailure(new ValidationFailure(path, predicate));
        _isUnreadable = context.IsUnreadable;
    }

    /// <summary>What is found is added to a list; everything could be read.</summary>
    public SnapshotFindings(string root, List<FieldError> errors)
    {
        _root = root;
        _add = (path, predicate) => errors.Add(FieldError.At(path, predicate));
        _isUnreadable = static _ => false;
    }

    public void Add(string path, string predicate) => _add(JsonPath.Below(_root, path), predicate);

    /// <summary>Whether the value at a path was left out because its JSON was of the wrong kind.</summary>
    public bool IsUnreadable(string path) => _isUnreadable(JsonPath.Below(_root, path));

    /// <summary>A path as a part of a sentence.</summary>
    public string Spoken(string path) => JsonPath.Spoken(JsonPath.Below(_root, path));
}
