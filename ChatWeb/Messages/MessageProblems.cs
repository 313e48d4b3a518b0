namespace ChatWeb.Messages;

/// <summary>The sentences of this folder's refusals, in <c>MessageProblems.resx</c>.</summary>
public sealed class MessageProblems;
