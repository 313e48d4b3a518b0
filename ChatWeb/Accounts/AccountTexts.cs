namespace ChatWeb.Accounts;

/// <summary>The sentences of accounts, set-up and errors, in <c>AccountTexts.resx</c>.</summary>
public sealed class AccountTexts;
