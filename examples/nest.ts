// src/main.ts
import { env } from "node:process";
import { Body, Controller, Module, Param, Put } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { cors } from "concors/nest";

@Controller("items")
class ItemsController {
  @Put(":id")
  save(@Param("id") id: string, @Body() body: unknown): object {
    return { id, saved: body };
  }
}

@Module({ controllers: [ItemsController] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });

// In place of `app.enableCors()`; on Fastify as well.
app.use(
  cors({
    origins: ["https://app.example.com", "http://localhost:*"],
    credentials: true,
    methods: ["PUT"],
    requestHeaders: ["Content-Type"],
    maxAge: 7200,
  }),
);

await app.listen(Number(env["PORT"] ?? 8080));
export const server: unknown = app.getHttpServer();
