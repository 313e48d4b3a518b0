namespace ChatWeb.Messages.Commands;

/// <summary>What commands are called, answer and refuse, in <c>CommandTexts.resx</c>.</summary>
public sealed class CommandTexts;
