using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatWeb.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class JoinedSeq : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "JoinedSeq",
                table: "RoomMembers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // 5: somebody joined.
            migrationBuilder.Sql(
                "UPDATE RoomMembers SET JoinedSeq = COALESCE((SELECT MAX(e.Seq) FROM RoomEvents e "
                + "WHERE e.RoomId = RoomMembers.RoomId AND e.UserId = RoomMembers.UserId AND e.Kind = 5), 0)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "JoinedSeq",
                table: "RoomMembers");
        }
    }
}
