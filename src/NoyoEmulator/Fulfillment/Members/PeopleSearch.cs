using System.Runtime.InteropServices;
using System.Text;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>A member that may be meant.</summary>
/// <param name="Id">The member.</param>
/// <param name="Score">How well it fits, from 0 to 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PersonMatch(Guid Id, float Score);

/// <summary>
/// Finds the people who may be meant, by how much of what is asked fits (inferred: Noyo publishes the range of the score only). Each part
/// that is asked for is worth something: the full name and the number two each, first name, last name and date of birth one each. The score
/// is the share of that which a member has. Of a full name that is the share of its words that the member's name has; a word that is the
/// beginning of one of the name's, or the other way round, counts half, as it does for a first or last name. Date of birth and number fit or
/// do not. Below one half nobody is meant.
/// </summary>
internal sealed class PeopleSearch
{
    private const float Least = 0.5f;
    private const int MostPrefixes = 8;

    // So much must agree for a word to be the beginning of another one.
    private const int ShortestBeginning = 2;

    private const string Columns = "SELECT id, search_name, search_first_name, search_last_name, date_of_birth FROM members";

    private readonly string[] _words;
    private readonly string _firstName;
    private readonly string _lastName;
    private readonly string? _dateOfBirth;
    private readonly string? _ssn;
    private readonly Guid? _groupId;
    private readonly int _worth;

    public PeopleSearch(PeopleSearchRequest request)
    {
        _words = [.. SearchText.WordsOf(request.FullName).Distinct(StringComparer.Ordinal)];
        _firstName = SearchText.Of(request.FirstName);
        _lastName = SearchText.Of(request.LastName);
        _dateOfBirth = request.DateOfBirth;
        _ssn = request.Ssn is { } ssn && string.Concat(ssn.Where(char.IsAsciiDigit)) is { Length: > 0 } digits ? digits : null;
        _groupId = Uuid.ParseOptional(request.GroupId);
        _worth = 2 + (_ssn is null ? 0 : 2) + (_firstName.Length > 0 ? 1 : 0) + (_lastName.Length > 0 ? 1 : 0) + (_dateOfBirth is null ? 0 : 1);
    }

    /// <summary>The best, at most so many; of equals, the older ids first.</summary>
    public IReadOnlyList<PersonMatch> Run(SqlReader reader, int most)
    {
        var holders = _ssn is null ? [] : HoldersOf(reader, _ssn);
        var matches = new Dictionary<Guid, float>();
        foreach (var holder in holders.Where(holder => _groupId is null || holder.GroupId == _groupId))
            matches[holder.Id] = ScoreOf(holder.SearchName, holder.SearchFirstName, holder.SearchLastName, IsoDate.Format(holder.DateOfBirth), isHolder: true);
        var numbered = holders.ConvertAll(holder => holder.Id).ToHashSet();
        foreach (var (id, score) in Alike(reader).Where(match => !numbered.Contains(match.Id)))
            matches[id] = score;
        return
        [
            .. matches.Where(match => match.Value >= Least).OrderByDescending(match => match.Value).ThenBy(match => match.Key).Take(most)
                .Select(match => new PersonMatch(match.Key, match.Value)),
        ];
    }

    private static List<Member> HoldersOf(SqlReader reader, string ssn) => reader.Where<Member>("ssn = ?", ssn);

    /// <summary>Those in whose name something of the names asked for is. Their documents are not looked at.</summary>
    private List<PersonMatch> Alike(SqlReader reader)
    {
        var asked = _words.Append(_firstName).Append(_lastName).Where(word => word.Length > 0).ToList();
        var prefixes = asked.Select(Beginning).Distinct(StringComparer.Ordinal).ToList();
        var values = new SqlValues();
        values.Set("$group_id", _groupId);
        var names = prefixes.Count > MostPrefixes ? null : NameParts.Alike(asked);
        values.Set("$names", names);
        string statement;
        if (names is not null && LargeLists.AreMany(reader, MemberIndexes.Table)
            && MemberIndexes.Names.IsIn(reader) && MemberIndexes.AreFew(reader, MemberIndexes.Named, values))
        {
            statement = Named(isOfGroup: _groupId is not null);
        }
        else
        {
            var conditions = prefixes.Take(MostPrefixes).Select((prefix, place) => (prefix, Name: $"$prefix_{place}_")).ToList();
            foreach (var (prefix, name) in conditions)
                values.Set(name, prefix);
            statement = Candidates(string.Join(" OR ", conditions.Select(condition => $"instr(search_name, {condition.Name}) > 0")), isOfGroup: _groupId is not null);
        }

        var found = new List<PersonMatch>();
        using var rows = reader.Query(statement, values);
        while (rows.Next())
        {
            var score = ScoreOf(TextOf(rows.Text(1)), TextOf(rows.Text(2)), TextOf(rows.Text(3)), TextOf(rows.Text(4)), isHolder: false);
            if (score >= Least)
                found.Add(new PersonMatch(rows.Id(0), score));
        }

        return found;
    }

    /// <summary>The statement that passes over all members, or all of a group.</summary>
    internal static string Candidates(string condition, bool isOfGroup) => isOfGroup
        ? $"{Columns} INDEXED BY {MemberConfiguration.GroupIndex} WHERE group_id = $group_id AND ({condition})"
        : $"{Columns} INDEXED BY {MemberConfiguration.CreationIndex} WHERE {condition}";

    /// <summary>The statement that looks at those whose names have something of what is asked.</summary>
    internal static string Named(bool isOfGroup) =>
        $"{Columns} NOT INDEXED WHERE rowid IN (SELECT rowid FROM {MemberIndexes.Named}){(isOfGroup ? " AND group_id = $group_id" : "")}";

    /// <summary>A character that takes two places is not cut.</summary>
    private static string Beginning(string word) =>
        word.Length <= ShortestBeginning ? word : word[..(char.IsHighSurrogate(word[ShortestBeginning - 1]) ? ShortestBeginning - 1 : ShortestBeginning)];

    private static string TextOf(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private float ScoreOf(string name, string firstName, string lastName, string dateOfBirth, bool isHolder)
    {
        var fits = 0f;
        foreach (var asked in _words)
            fits += 2 * LikenessToAny(asked, name) / _words.Length;
        if (_ssn is not null && isHolder)
            fits += 2;
        if (_firstName.Length > 0)
            fits += Likeness(_firstName, firstName);
        if (_lastName.Length > 0)
            fits += Likeness(_lastName, lastName);
        if (_dateOfBirth == dateOfBirth)
            fits += 1;
        return MathF.Round(fits / _worth, 3);
    }

    private static float LikenessToAny(string asked, ReadOnlySpan<char> name)
    {
        var best = 0f;
        foreach (var word in name.Split(' '))
            best = Math.Max(best, Likeness(asked, name[word]));
        return best;
    }

    private static float Likeness(ReadOnlySpan<char> asked, ReadOnlySpan<char> known)
    {
        if (asked.SequenceEqual(known))
            return 1;
        return Math.Min(asked.Length, known.Length) >= ShortestBeginning && (known.StartsWith(asked, StringComparison.Ordinal) || asked.StartsWith(known, StringComparison.Ordinal)) ? 0.5f : 0;
    }
}
