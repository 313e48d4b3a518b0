namespace ChatWeb.Messages.Changes;

/// <summary>Marks the resources with the sentences that refuse changes of messages.</summary>
public sealed class ChangeProblems;
