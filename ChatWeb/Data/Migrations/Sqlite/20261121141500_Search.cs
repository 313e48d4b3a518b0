using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatWeb.Data.Migrations.Sqlite
{
    /// <summary>
    /// The index of the search (<see cref="ChatWeb.Data.Sqlite.Search.SqliteIndexing"/> fills it): terms of each message
    /// under its id, and up to which message it goes. Merging is left to the program, which does it in small steps.
    /// </summary>
    public partial class Search : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("CREATE VIRTUAL TABLE MessageSearch USING fts5(Terms, tokenize = 'ascii', columnsize = 0);");
            migrationBuilder.Sql("INSERT INTO MessageSearch (MessageSearch, rank) VALUES ('automerge', 0);");
            migrationBuilder.Sql("INSERT INTO MessageSearch (MessageSearch, rank) VALUES ('crisismerge', 64);");
            migrationBuilder.Sql("CREATE TABLE MessageSearchState (Id INTEGER NOT NULL PRIMARY KEY CHECK (Id = 1), IndexedUpTo INTEGER NOT NULL);");
            migrationBuilder.Sql("INSERT INTO MessageSearchState (Id, IndexedUpTo) VALUES (1, 0);");
            migrationBuilder.Sql(
                """
                CREATE TRIGGER MessageSearchPurge AFTER DELETE ON Messages WHEN old.Id <= (SELECT IndexedUpTo FROM MessageSearchState)
                BEGIN DELETE FROM MessageSearch WHERE rowid = old.Id; END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER MessageSearchPurge;");
            migrationBuilder.Sql("DROP TABLE MessageSearchState;");
            migrationBuilder.Sql("DROP TABLE MessageSearch;");
        }
    }
}
