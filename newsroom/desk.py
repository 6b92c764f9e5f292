from django.contrib import admin


class Desk(admin.AdminSite):
    pass
