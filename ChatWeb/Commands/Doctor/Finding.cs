namespace ChatWeb.Commands.Doctor;

internal enum Verdict
{
    Ok = 0,
    Warning = 1,
    Failed = 2,
}

/// <summary>What a check found, in a sentence or two: what is so, and what to do about it.</summary>
internal sealed record Finding(Verdict Verdict, string Sentence)
{
    public static Finding Ok(string sentence) => new(Verdict.Ok, sentence);

    public static Finding Warning(string sentence) => new(Verdict.Warning, sentence);

    public static Finding Failed(string sentence) => new(Verdict.Failed, sentence);
}

/// <summary>One line of the doctor's report.</summary>
internal interface ICheck
{
    /// <summary>The word at the line's beginning.</summary>
    string Name { get; }

    /// <summary>Looks. What it throws is reported as failed, with the exception's message.</summary>
    Task<Finding> RunAsync(CancellationToken cancellationToken);
}
