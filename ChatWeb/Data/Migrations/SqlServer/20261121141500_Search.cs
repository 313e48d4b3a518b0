using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatWeb.Data.Migrations.SqlServer
{
    /// <summary>
    /// A full-text index of what messages say, on servers that have full-text search; without it the search reads bodies
    /// (<see cref="ChatWeb.Data.SqlServer.Search.SearchStatement"/>). Neutral language and no stop words: what people
    /// typed is found as they typed it. It can't be made inside a transaction, and what goes wrong stops no migration.
    /// </summary>
    public partial class Search : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                IF CAST(FULLTEXTSERVICEPROPERTY('IsFullTextInstalled') AS int) = 1
                BEGIN TRY
                    IF NOT EXISTS (SELECT 1 FROM sys.fulltext_catalogs WHERE name = N'ChatWeb')
                        EXEC (N'CREATE FULLTEXT CATALOG ChatWeb');
                    IF NOT EXISTS (SELECT 1 FROM sys.fulltext_indexes WHERE object_id = OBJECT_ID(N'Messages'))
                        EXEC (N'CREATE FULLTEXT INDEX ON Messages (Body LANGUAGE 0) KEY INDEX PK_Messages ON ChatWeb WITH STOPLIST = OFF');
                END TRY
                BEGIN CATCH
                    PRINT CONCAT(N'Without a full-text index the search reads messages one by one: ', ERROR_MESSAGE());
                END CATCH
                """,
                suppressTransaction: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                IF EXISTS (SELECT 1 FROM sys.fulltext_indexes WHERE object_id = OBJECT_ID(N'Messages'))
                    EXEC (N'DROP FULLTEXT INDEX ON Messages');
                IF EXISTS (SELECT 1 FROM sys.fulltext_catalogs WHERE name = N'ChatWeb')
                    EXEC (N'DROP FULLTEXT CATALOG ChatWeb');
                """,
                suppressTransaction: true);
        }
    }
}
